import { createServiceHost, type ServiceHost } from '../../server/src/service/host';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { uriOf } from '../../server/src/workspace/uris';

/** A host over files in memory that looks at all of them. */
export function hostOver(files: Readonly<Record<string, string>>, maxProjects = 4): ServiceHost {
  const disk = createMemoryFiles({ ...files });
  return createServiceHost({
    disk: {
      ...disk,
      read(path) {
        const result = disk.read(path);
        return result.kind === 'text' ? result.text : undefined;
      },
    },
    isWanted: () => true,
    isExcluded: () => false,
    uriOf,
    maxProjects,
    isLinted: () => true,
  });
}
