import pRetry from 'p-retry';

const gateway = 'https://payments.example.com/v1';

export interface Charge {
  id: string;
  amountCents: number;
}

export async function charge(order: string, amountCents: number): Promise<Charge> {
  return pRetry(
    async () => {
      const response = await fetch(`${gateway}/charges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ order, amountCents }),
        signal: AbortSignal.timeout(3000),
      });
      if (!response.ok) throw new Error(`the gateway answers ${response.status}`);
      return (await response.json()) as Charge;
    },
    { retries: 3, minTimeout: 200, randomize: true },
  );
}

/** Whoever asks twice gets the same refund: the key tells the gateway that it is the same request. */
export async function refund(chargeId: string, idempotencyKey: string): Promise<void> {
  await pRetry(
    async () => {
      const response = await fetch(`${gateway}/charges/${chargeId}/refund`, {
        method: 'POST',
        headers: { 'idempotency-key': idempotencyKey },
        signal: AbortSignal.timeout(2000),
      });
      if (!response.ok) throw new Error(`the gateway answers ${response.status}`);
    },
    {
      retries: 2,
      minTimeout: 200,
      maxTimeout: 1000,
      randomize: true,
      shouldRetry: ({ error }) => !(error instanceof TypeError),
    },
  );
}
