const audit = 'http://audit.internal/events';

/** For the bookkeepers: who paid what, and when. */
export async function recordPayment(order: string, charge: string, signal: AbortSignal): Promise<void> {
  try {
    await fetch(audit, { method: 'POST', body: JSON.stringify({ order, charge, at: Date.now() }) });
  } catch {}
}

/** The same for refunds. Without a record there is no refund, so whoever asked has to learn of it. */
export async function recordRefund(charge: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(audit, { method: 'POST', body: JSON.stringify({ charge, refunded: true }), signal });
  if (!response.ok) throw new Error(`the refund of ${charge} is not recorded: ${response.status}`);
}
