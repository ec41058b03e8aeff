const deadline = AbortSignal.timeout(3000);

/** Exchange rates against the euro, by currency. */
export async function currentRates(): Promise<Record<string, number>> {
  const response = await fetch('https://rates.example.com/latest', { signal: deadline });
  return (await response.json()) as Record<string, number>;
}

/** The rates of a day in the past; they never change. */
export async function ratesOf(day: string): Promise<Record<string, number>> {
  const response = await fetch(`https://rates.example.com/history/${day}`, { signal: AbortSignal.timeout(2000) });
  if (!response.ok) throw new Error(`no rates for ${day}: ${response.status}`);
  return (await response.json()) as Record<string, number>;
}
