import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Every wait has an end: for a free connection, for a new one, for an answer. */
const pool = new pg.Pool({
  max: 20,
  connectionTimeoutMillis: 500,
  query_timeout: 2000,
  statement_timeout: 2000,
  idleTimeoutMillis: 30_000,
});

pool.on('error', (error) => {
  console.error('an idle connection broke', error);
});

export interface Order {
  id: string;
  userId: number;
  article: string;
  amountCents: number;
}

export async function findOrder(id: string): Promise<Order | undefined> {
  const { rows } = await pool.query<Order>('select id, user_id as "userId", article, amount_cents as "amountCents" from orders where id = $1', [id]);
  return rows[0];
}

export async function markPaid(id: string, charge: string): Promise<void> {
  try {
    await pool.query('update orders set charge = $2 where id = $1', [id, charge]);
  } catch (error) {
    throw new Error(`order ${id} is paid, but not marked so`, { cause: error });
  }
}

/** Waits until the database takes connections: it may start after us. */
export async function whenReady(): Promise<void> {
  for (;;) {
    try {
      await pool.query('select 1');
      return;
    } catch {
      await delay(1000);
    }
  }
}

export async function closeDatabase(): Promise<void> {
  await pool.end();
}
