import type { TextEdit } from '../../core/finding';
import { column } from '../../idl/model/column';
import { isNamed } from '../../idl/model/file';
import type { EnumItem, Identifier, NamedDefinition, Namespace } from '../../idl/model/tree';
import { renameDefinition, renameEnumItem, renameField } from '../../idl/resolve/rename';
import { type FixTools, fileRule } from '../../idl/rule';
import {
  type Position,
  reservedIn,
  type TargetName,
  targetLanguages,
  targetNames,
  targetOfScope,
} from '../../idl/vocabulary/reservedWords';

interface Candidate {
  readonly position: Position;
  readonly name: Identifier;
  readonly targets: readonly TargetName[];
  readonly item?: EnumItem;
}

function positionOf(definition: NamedDefinition): Position | undefined {
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      return 'struct';
    case 'Enum':
      return 'enum';
    case 'Const':
      return 'const';
    case 'Typedef':
      return 'typedef';
    case 'Service':
      return 'service';
    case 'Senum':
      return undefined;
  }
}

/** Calls `visit` for every name that the definition gives to something. */
function visitNames(
  definition: NamedDefinition,
  visit: (position: Position, name: Identifier, item?: EnumItem) => void,
): void {
  const position = positionOf(definition);
  if (position) visit(position, definition.name);
  if ('fields' in definition) for (const { name } of definition.fields) visit('field', name);
  if (definition.kind === 'Enum') for (const item of definition.items) visit('item', item.name, item);
  if (definition.kind !== 'Service') return;
  for (const method of definition.methods) {
    visit('method', method.name);
    for (const { name } of method.arguments) visit('argument', name);
    if (method.throws) for (const { name } of method.throws.fields) visit('throws', name);
  }
}

/** The definitions with names that some language has reserved. */
const reserved = column((definition): { definition: NamedDefinition; candidates: readonly Candidate[] } | undefined => {
  if (!isNamed(definition)) return undefined;
  const found: Candidate[] = [];
  visitNames(definition, (position, name, item) => {
    const targets = reservedIn(position, name.text);
    if (targets.length > 0) found.push({ position, name, targets, ...(item ? { item } : {}) });
  });
  return found.length > 0 ? { definition, candidates: found } : undefined;
});

/** A name close to the reserved one that no language has reserved. */
function replacement({ position, name: { text } }: Candidate): string {
  switch (position) {
    case 'struct':
    case 'typedef':
    case 'enum':
      return `${text}Type`;
    case 'method':
      return /^[A-Z]/.test(text) ? `Do${text}` : `do_${text}`;
    case 'item':
    case 'const':
      return `${text}${/[a-z]/.test(text) ? '_value' : '_VALUE'}`;
    default:
      return `${text}_value`;
  }
}

function rename<Key extends string>(
  { file, project, replace }: FixTools<Key>,
  definition: NamedDefinition,
  candidate: Candidate,
  to: string,
): readonly TextEdit[] | undefined {
  switch (candidate.position) {
    case 'field':
      return 'fields' in definition ? renameField(project, file, definition, candidate.name, to) : undefined;
    case 'item':
      return definition.kind === 'Enum' && candidate.item
        ? renameEnumItem(project, file, definition, candidate.item, to)
        : undefined;
    case 'argument':
    case 'throws': {
      let isTaken = false;
      visitNames(definition, (_, name) => {
        isTaken ||= name.text === to && name.parent?.parent === candidate.name.parent?.parent;
      });
      return isTaken ? undefined : [replace(candidate.name, to)];
    }
    case 'method':
      // A method's name is what goes over the wire: peers would no longer know it.
      return undefined;
    default:
      return renameDefinition(project, file, definition, to);
  }
}

/** The part of a namespace that breaks: the package's name for Go, any part for the others. */
function badParts(namespace: Namespace): readonly { word: string; start: number; target: TargetName }[] {
  const { name, scope } = namespace;
  const target = scope && targetOfScope(scope.text);
  if (name.kind !== 'Identifier' || !target) return [];
  const parts: { word: string; start: number }[] = [];
  let start = name.span.start;
  for (const word of name.text.split('.')) {
    parts.push({ word, start });
    start += word.length + 1;
  }
  return (target === 'go' ? parts.slice(-1) : parts)
    .filter(({ word }) => reservedIn('namespace', word).includes(target))
    .map((part) => ({ ...part, target }));
}

export const rule = fileRule({
  id: 'idl/reserved-word',
  group: 'language',
  summary: { en: 'a name that breaks code generated for a target language', zh: '会使目标语言的生成代码出错的名称' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      targets: z.array(z.enum(targetNames)).default(['go', 'js']).meta({
        markdownDescription:
          'The languages that code is generated for, in addition to those that the file has a `namespace` for.',
      }),
    }),
  messages: {
    reserved: {
      en: '"{name}" is a reserved word in {languages}: the generator refuses it or writes code that does not compile; choose another name',
      zh: '“{name}”是 {languages} 的保留字：生成器会拒绝，或生成无法编译的代码；请换一个名称',
    },
    namespace: {
      en: '"{name}" is a reserved word in {languages} and cannot be part of a package name; choose another namespace',
      zh: '“{name}”是 {languages} 的保留字，不能出现在包名中；请换一个 namespace',
    },
    rename: {
      en: 'Rename to "{to}" everywhere (changes the public name)',
      zh: '全部重命名为“{to}”（会改变公开名称）',
    },
  },
  check(file, { options, report }) {
    const wanted = new Set<TargetName>(options.targets);
    for (const { scope, keyword } of file.namespaces) {
      const target = targetOfScope(scope?.text ?? keyword.text.replace(/_namespace$/, ''));
      if (target) wanted.add(target);
    }
    const languages = (targets: readonly TargetName[]) =>
      targets.map((target) => targetLanguages[target].title).join(', ');
    for (const namespace of file.namespaces) {
      for (const { word, start, target } of badParts(namespace)) {
        report({
          at: { in: namespace, span: { start, end: start + word.length } },
          symbolOf: namespace,
          message: 'namespace',
          data: { name: word, languages: languages([target]) },
        });
      }
    }
    for (const { definition, candidates } of reserved.of(file)) {
      for (const candidate of candidates) {
        const targets = candidate.targets.filter((target) => wanted.has(target));
        if (targets.length === 0) continue;
        const to = replacement(candidate);
        report({
          at: candidate.name,
          message: 'reserved',
          data: { name: candidate.name.text, languages: languages(targets) },
          fixes: (tools) => [tools.fix('suggested', 'rename', { to }, rename(tools, definition, candidate, to))],
        });
      }
    }
  },
});
