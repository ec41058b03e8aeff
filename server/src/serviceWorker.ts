import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { loadBundle } from './cli/codeCache';

// The thread's code lies in the bundle beside this one. The compiler is most of it, and takes longer to compile than to load.
const { exports, keep } = loadBundle(join(__dirname, 'analysis.cjs'));
const { serveAnalysis } = exports as typeof import('./serviceAnalysis');

if (parentPort) serveAnalysis(parentPort, keep);
