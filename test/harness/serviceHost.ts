import { createServiceHost, type HostOptions, type ServiceHost } from '../../server/src/service/host';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { uriOf } from '../../server/src/workspace/uris';

type Options = Partial<Pick<HostOptions, 'isExcluded' | 'isWanted' | 'isLinted' | 'maxProjects'>>;

/** A host over files in memory. The files may be changed afterwards: the host is to be told. */
export function hostOver(files: Record<string, string>, options: Options = {}): ServiceHost {
  const disk = createMemoryFiles(files);
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
    maxProjects: 4,
    isLinted: () => true,
    ...options,
  });
}
