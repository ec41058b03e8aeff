import { recordPayment } from './audit.js';
import { sendReceipt } from './clients/mail.js';
import { charge } from './clients/payments.js';
import { findArticle, reserve } from './clients/stock.js';
import { findUser } from './clients/users.js';
import { findOrder, markPaid } from './database.js';

/** Never longer than this, whoever is slow: the customer is waiting. */
function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`took longer than ${ms} ms`)), ms);
    }),
  ]);
}

export async function payOrder(id: string): Promise<string> {
  const order = await findOrder(id);
  if (!order) throw `there is no order ${id}`;
  const article = await findArticle(order.article);
  if (article.available === 0) throw new Error(`${order.article} is sold out`);

  const { email } = await findUser(order.userId);
  await reserve(order.article, 1);
  const { id: chargeId } = await withDeadline(charge(order.id, order.amountCents), 3000);
  await markPaid(order.id, chargeId);
  await recordPayment(order.id, chargeId, AbortSignal.timeout(1000));
  if (email) sendReceipt(email, order.id);
  return chargeId;
}
