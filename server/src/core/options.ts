import type { z } from 'zod';
import type { Zod } from './zod';

/** Makes the schema of a rule's options: a strict object whose members all have defaults, described with `.meta({ markdownDescription })`. */
export type OptionsSchema<Schema extends z.ZodType = z.ZodType> = (z: Zod) => Schema;

/** The options of the many rules that have none. */
export const noOptions: OptionsSchema<z.ZodObject<Record<never, never>, z.core.$strict>> = (z) => z.strictObject({});

/** What the rules that have options do where nobody sets any, by rule. */
export type DefaultOptions = Readonly<Record<string, unknown>>;
