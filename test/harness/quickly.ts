import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

// Setting up `expect` takes longer than most of what property tests compare, millions of times. Here it is asked where something does not
// hold, and then says so as ever.

/** `expect(actual).toBe(expected)`. */
export function same(actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected)) expect(actual).toBe(expected);
}

/** `expect(actual).toEqual(expected)`. */
export function alike(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** `expect(actual).toBeGreaterThanOrEqual(least)`. */
export function atLeast(actual: number, least: number): void {
  if (!(actual >= least)) expect(actual).toBeGreaterThanOrEqual(least);
}

/** `expect(actual).toBeLessThanOrEqual(most)`. */
export function atMost(actual: number, most: number): void {
  if (!(actual <= most)) expect(actual).toBeLessThanOrEqual(most);
}

/** `expect(actual).toBeGreaterThan(other)`. */
export function exceeds(actual: number, other: number): void {
  if (!(actual > other)) expect(actual).toBeGreaterThan(other);
}
