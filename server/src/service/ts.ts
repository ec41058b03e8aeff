/** The compiler's API, from the copy that ts-morph brings, so that there is one TypeScript in the process. */
export { ts } from 'ts-morph';
