import { type MessagePort, workerData } from 'node:worker_threads';
import { allRules } from './rules/registry.generated';
import { serviceRules } from './rules/serviceRules.generated';
import { betweenSteps } from './service/turn';
import { isWantedPackage } from './service/wanted';
import { createDiskFiles } from './workspace/diskFiles';
import type { WorkerData } from './workspace/service/analysis';
import { standingStill } from './workspace/service/precedence';
import type { ToAnalysis } from './workspace/service/protocol';
import { createAnalysisServer } from './workspace/service/server';

/** Nobody's own file is longer; the configuration's own limit is stricter. */
const maxBytes = 256 * 1024 * 1024;

/** Answers what comes through `port` until it is told that nothing more will; then calls `atEnd`. */
export function serveAnalysis(port: MessagePort, atEnd: () => void): void {
  betweenSteps(standingStill((workerData as WorkerData).flag));
  const handle = createAnalysisServer({
    files: createDiskFiles(maxBytes),
    rules: serviceRules,
    all: allRules,
    isWanted: isWantedPackage,
    answer: (message) => port.postMessage(message),
  });
  port.on('message', (message: ToAnalysis) => {
    if (message.kind !== 'end') return handle(message);
    atEnd();
    port.close();
  });
}
