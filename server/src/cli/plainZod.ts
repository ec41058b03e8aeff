import { config } from 'zod';

// Each schema would be compiled when it is first used, which costs more than checking the few values of one run. Must come before any
// module that makes schemas.
config({ jitless: true });
