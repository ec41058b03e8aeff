import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadBundle } from './cli/codeCache';
import type { WorkerData } from './workspace/service/analysis';
import { giveWay } from './workspace/service/giveWay';

if ((workerData as WorkerData).givesWay) giveWay();

// The thread's code lies in the bundle beside this one. The compiler is most of it, and takes longer to compile than to load.
const { exports, keep } = loadBundle(join(__dirname, 'analysis.cjs'));
const { serveAnalysis } = exports as typeof import('./serviceAnalysis');

if (parentPort) serveAnalysis(parentPort, keep);
