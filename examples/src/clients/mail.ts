import axios from 'axios';

const mail = axios.create({ baseURL: 'http://mail.internal', timeout: 5 });

export async function sendReceipt(to: string, order: string): Promise<void> {
  try {
    await mail.post('/receipts', { to, order });
  } catch (error) {
    throw new Error(`no receipt for order ${order}`);
  }
}

/** Tells the team on duty. That must never fail an order, and the log has it anyway. */
export async function alertTeam(text: string): Promise<void> {
  try {
    await fetch('http://alerts.internal/', { method: 'POST', body: text, signal: AbortSignal.timeout(1000) });
  } catch (error) {
    console.warn('nobody was alerted', error);
  }
}
