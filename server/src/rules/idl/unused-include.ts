import { noOptions } from '../../core/options';
import { includeLine, isMentioned } from '../../idl/edit/includes';
import type { IdlFile } from '../../idl/model/file';
import { nameUsesIn } from '../../idl/model/walk';
import type { ResolvedInclude, Scope } from '../../idl/resolve/scope';
import { fileRule } from '../../idl/rule';

/**
 * Whether the file has definitions of its own; one without gathers others, so that a single run generates them all. A service that
 * only gives an included one another name gathers, too.
 */
function definesSomething(file: IdlFile): boolean {
  return file.definitions.some((definition) => {
    if (definition.kind === 'Service') return !definition.extends || definition.methods.length > 0;
    return definition.kind !== 'Include' && definition.kind !== 'CppInclude' && definition.kind !== 'Namespace';
  });
}

/** The includes that some name of the file may need; among them those that define a name which lacks its prefix. */
function usedIncludes(file: IdlFile, scope: Scope): Set<ResolvedInclude> {
  const used = new Set<ResolvedInclude>();
  const names = new Set<string>();
  for (const definition of file.definitions) {
    for (const { name, kind } of nameUsesIn(definition)) {
      if (file.named.has(name.text) || names.has(`${kind} ${name.text}`)) continue;
      names.add(`${kind} ${name.text}`);
      const found =
        kind === 'type'
          ? scope.type(name.text)
          : kind === 'service'
            ? scope.service(name.text)
            : scope.value(name.text);
      const through = found.kind === 'found' ? found.include : undefined;
      const [first = ''] = name.text.split('.');
      const isMeant = ({ alias, file: there }: ResolvedInclude) =>
        name.text.startsWith(`${alias}.`) || (found.kind === 'unknown' && there?.named.has(first));
      for (const include of scope.includes)
        if (through ? include.file === through.file : isMeant(include)) used.add(include);
    }
  }
  return used;
}

export const rule = fileRule({
  id: 'idl/unused-include',
  group: 'language',
  summary: { en: 'an include of which nothing is used', zh: '没有用到的 include' },
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    unused: { en: 'nothing of "{path}" is used in this file', zh: '本文件没有用到“{path}”中的任何内容' },
    remove: { en: 'Remove the unused include', zh: '删除没有用到的 include' },
  },
  check(file, { report, scope }) {
    if (file.document.fbthrift || scope.includes.length === 0 || !definesSomething(file)) return;
    // The use may stand in the very text that cannot be read, and the fix runs on save.
    if (file.definitions.some((definition) => definition.broken)) return;
    const used = usedIncludes(file, scope);
    const seen = new Set<string>();
    for (const include of scope.includes) {
      const { node, alias, target } = include;
      if (used.has(include) || target.kind !== 'found' || !include.file || target.uri === file.uri) continue;
      // The second of two is a repeated include.
      if (seen.has(target.uri) || isMentioned(file, alias)) continue;
      seen.add(target.uri);
      report({
        at: node,
        message: 'unused',
        data: { path: node.path.value },
        tags: ['unnecessary'],
        fixes: (tools) => [
          tools.fix('safe', 'remove', {}, [tools.edit(includeLine(tools.file, tools.file.rangeOf(node)), '')]),
        ],
      });
    }
  },
});
