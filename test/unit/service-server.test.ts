import { describe, expect, it } from 'vitest';
import { defaultService } from '../../server/src/config/schema';
import { noOptions } from '../../server/src/core/options';
import type { RuleSetting } from '../../server/src/core/rule';
import type { ServiceProject } from '../../server/src/service/model/project';
import { serviceRule } from '../../server/src/service/rule';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import type { AnalysisConfig, FromAnalysis } from '../../server/src/workspace/service/protocol';
import { createAnalysisServer } from '../../server/src/workspace/service/server';
import { uriOf } from '../../server/src/workspace/uris';

const files = {
  '/ws/tsconfig.json': '{}',
  '/ws/package.json': '{}',
  '/ws/main.ts': 'export const main = 1;\n',
  '/ws/inner/other.ts': 'export const other = 2;\n',
};

/** A server with one rule, which reports every file. `linted` gives its severities and the project that the file was looked at in. */
function serve() {
  let seen: ServiceProject | undefined;
  let last: FromAnalysis | undefined;
  let ids = 0;
  const rule = serviceRule({
    id: 'service/everything',
    group: 'timeout',
    summary: { en: 'a file', zh: '一个文件' },
    severity: 'warning',
    options: noOptions,
    messages: { file: { en: 'A file.', zh: '一个文件。' } },
    check(file, { project, report }) {
      seen = project;
      report({ at: file.sourceFile.statements[0] ?? file.sourceFile, message: 'file' });
    },
  });
  const handle = createAnalysisServer({
    files: createMemoryFiles(files),
    rules: [rule],
    all: [rule],
    isWanted: () => false,
    answer: (message) => {
      last = message;
    },
  });
  return {
    handle,
    configure(change: Partial<AnalysisConfig> = {}): number {
      const severity: RuleSetting = { severity: 'warning', options: {} };
      const config: AnalysisConfig = {
        locale: 'en',
        settings: new Map([[rule.id, severity]]),
        clients: [],
        service: { ...defaultService },
        maxFindings: 500,
        maxFileSize: 1e6,
        folder: '/ws',
        exclude: [],
        excludeFolder: '/ws',
        ...change,
      };
      const id = ++ids;
      handle({ kind: 'config', id, config });
      return id;
    },
    linted(path: string, config: number) {
      seen = undefined;
      handle({ kind: 'lint', id: 0, path, uri: uriOf(path), config });
      const severities = last?.kind === 'linted' ? last.outcome.findings.map(({ severity }) => severity) : [];
      return { severities, project: seen as ServiceProject | undefined };
    },
  };
}

describe('a new configuration', () => {
  it('that judges findings otherwise leaves all that was worked out', () => {
    const { handle, configure, linted } = serve();
    const before = linted('/ws/main.ts', configure());
    handle({ kind: 'reconfigured' });
    const settings = new Map<string, RuleSetting>([['service/everything', { severity: 'error', options: {} }]]);
    const after = linted('/ws/main.ts', configure({ settings }));
    expect([before.severities, after.severities]).toEqual([['warning'], ['error']]);
    expect(before.project).toBeDefined();
    expect(after.project).toBe(before.project);
  });

  it('of other times leaves the program, and nothing that was worked out by the old ones', () => {
    const { handle, configure, linted } = serve();
    const before = linted('/ws/main.ts', configure());
    handle({ kind: 'reconfigured' });
    const service = { ...defaultService, requestTimeoutMs: defaultService.requestTimeoutMs + 1 };
    const after = linted('/ws/main.ts', configure({ service }));
    expect(after.project?.program).toBe(before.project?.program);
    expect(after.project).not.toBe(before.project);
    expect(after.project?.settings.requestTimeoutMs).toBe(service.requestTimeoutMs);
  });

  it('that excludes other files makes projects anew', () => {
    const { handle, configure, linted } = serve();
    const before = linted('/ws/main.ts', configure());
    handle({ kind: 'reconfigured' });
    const after = linted('/ws/main.ts', configure({ exclude: ['inner/**'] }));
    expect(before.project?.program.getSourceFile('/ws/inner/other.ts')).toBeDefined();
    expect(after.project?.program.getSourceFile('/ws/inner/other.ts')).toBeUndefined();
  });

  it('takes the place of one of an inner folder that is gone', () => {
    const { handle, configure, linted } = serve();
    const inner = configure({ folder: '/ws/inner', exclude: ['other.ts'], excludeFolder: '/ws/inner' });
    const outer = configure();
    expect(linted('/ws/main.ts', outer).project?.program.getSourceFile('/ws/inner/other.ts')).toBeUndefined();
    handle({ kind: 'reconfigured' });
    expect(linted('/ws/inner/other.ts', inner).severities).toEqual([]);
    const after = linted('/ws/inner/other.ts', configure());
    expect(after.severities).toEqual(['warning']);
    expect(after.project?.program.getSourceFile('/ws/main.ts')).toBeDefined();
  });

  it('of the IDL leaves programs', () => {
    const { handle, configure, linted } = serve();
    const config = configure();
    const before = linted('/ws/main.ts', config);
    handle({ kind: 'idl', changed: [], gone: [] });
    expect(linted('/ws/main.ts', config).project).toBe(before.project);
  });
});
