import { noOptions } from '../../core/options';
import type { IdlFile } from '../../idl/model/file';
import type { IdlProject } from '../../idl/resolve/project';
import { resolveIncludes } from '../../idl/resolve/scope';
import { fileRule } from '../../idl/rule';

/** The files from `from` to the one that includes `to`, both ends included, by the fewest steps; undefined when no include leads there. */
function wayTo(project: IdlProject, from: IdlFile, to: string): IdlFile[] | undefined {
  const reachedFrom = new Map<IdlFile, IdlFile | undefined>([[from, undefined]]);
  // A map is walked in the order of insertion, what is added on the way too: breadth first.
  for (const file of reachedFrom.keys()) {
    for (const include of resolveIncludes(file, project)) {
      if (!include.file) continue;
      if (include.file.uri === to) {
        const way: IdlFile[] = [];
        for (let at: IdlFile | undefined = file; at; at = reachedFrom.get(at)) way.unshift(at);
        return way;
      }
      if (!reachedFrom.has(include.file)) reachedFrom.set(include.file, file);
    }
  }
  return undefined;
}

/** Whether any file that `file` leads to includes it: asked first, since it takes one walk for all includes together. */
function isInCycle(project: IdlProject, file: IdlFile): boolean {
  const reached = new Set([file]);
  for (const at of reached) {
    for (const include of resolveIncludes(at, project)) {
      if (include.file?.uri === file.uri) return true;
      if (include.file) reached.add(include.file);
    }
  }
  return false;
}

function nameOf(project: IdlProject, file: IdlFile): string {
  const path = project.relativePath(file.uri) ?? file.uri;
  return path.slice(path.lastIndexOf('/') + 1);
}

export const rule = fileRule({
  id: 'idl/include-cycle',
  group: 'language',
  summary: { en: 'a file that includes itself, directly or by way of others', zh: '直接或间接引入自己的文件' },
  severity: 'error',
  options: noOptions,
  messages: {
    self: {
      en: 'this file includes itself; code generators stop or crash',
      zh: '该文件引入了自己，代码生成器会报错或崩溃',
    },
    cycle: {
      en: 'this include leads back to this file: {way}; code generators stop or crash',
      zh: '该 include 又回到了本文件：{way}；代码生成器会报错或崩溃',
    },
    back: { en: 'leads on from here', zh: '从这里继续' },
  },
  check(file, { report, scope, project }) {
    if (file.document.fbthrift || !isInCycle(project, file)) return;
    for (const { node, file: target } of scope.includes) {
      if (!target) continue;
      if (target.uri === file.uri) {
        report({ at: node.path, message: 'self' });
        continue;
      }
      const way = wayTo(project, target, file.uri);
      if (!way) continue;
      const names = [file, ...way, file].map((each) => nameOf(project, each));
      const related = way.flatMap((each, i) => {
        const next = way[i + 1] ?? file;
        const step = resolveIncludes(each, project).find((include) => include.file?.uri === next.uri);
        return step ? [{ at: step.node.path, file: each, message: 'back' as const }] : [];
      });
      report({ at: node.path, message: 'cycle', data: { way: names.join(' → ') }, related });
    }
  },
});
