import { z } from 'zod';

/** The options of the many rules that have none: one schema, since making one takes longer than a rule's look at a file. */
export const noOptions = z.strictObject({});
