import type { TextEdit } from '../../core/finding';
import { lineEndOf, startWithComments } from '../../idl/edit/lines';
import { type IdlFile, isNamed } from '../../idl/model/file';
import { deriveNamespace, programOf, scopeNameOf } from '../../idl/resolve/layout';
import { type FixTools, fileRule } from '../../idl/rule';

/** Whether a namespace for `language` is there; `*` is for all, and `js.es6` for `js`. */
function hasNamespace(file: IdlFile, language: string): boolean {
  return file.namespaces.some((each) => {
    const scope = scopeNameOf(each);
    return scope === language || scope === '*' || scope.startsWith(`${language}.`);
  });
}

/** Whether a line that may be the missing one is being typed. */
function isBeingTyped(file: IdlFile): boolean {
  return file.definitions.some(
    ({ broken, kind, keyword }) => broken && (kind === 'Namespace' || keyword.text === 'namespace'),
  );
}

/** Puts lines behind the last namespace, else before the first include or definition. */
function insertNamespaces<Key extends string>(
  { file, edit }: FixTools<Key>,
  lines: readonly string[],
): TextEdit | undefined {
  const eol = lineEndOf(file);
  const last = file.namespaces.at(-1);
  if (last) {
    const { end } = file.rangeOf(last);
    const at = file.lines.lineRange(file.lines.positionAt(end).line).end;
    return edit({ start: at, end: at }, lines.map((line) => eol + line).join(''));
  }
  const [first] = file.definitions;
  if (!first) return undefined;
  // What stands above an include is the head of the file.
  const at = isNamed(first) ? startWithComments(file, first) : file.rangeOf(first).start;
  return edit({ start: at, end: at }, lines.map((line) => line + eol).join('') + eol);
}

export const rule = fileRule({
  id: 'idl/missing-namespace',
  group: 'convention',
  summary: { en: 'a file without a namespace for a wanted language', zh: '文件缺少所需语言的 namespace' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      languages: z.array(z.string().min(1)).default(['go']).meta({
        markdownDescription: 'The languages that every file must have a `namespace` for; `namespace *` counts for all.',
      }),
    }),
  messages: {
    missing: {
      en: 'no namespace for {languages}: the generated package is called after the file ("{program}"), and another file of that name collides with it',
      zh: '缺少 {languages} 的 namespace：生成的包将以文件名“{program}”命名，会与其他同名文件冲突',
    },
    add: {
      en: 'Add "{line}" (changes where generated code lies)',
      zh: '添加“{line}”（会改变生成代码的位置）',
    },
    addAll: {
      en: 'Add {count} namespaces (changes where generated code lies)',
      zh: '添加 {count} 个 namespace（会改变生成代码的位置）',
    },
  },
  check(file, { options, report }) {
    const missing = options.languages.filter((language) => !hasNamespace(file, language));
    const first = file.definitions.find(({ kind }) => kind !== 'Unknown');
    // Nothing is generated for a file of includes and comments.
    if (missing.length === 0 || !first || !file.definitions.some(isNamed)) return;
    if (file.document.fbthrift || isBeingTyped(file)) return;
    report({
      at: { in: first, span: first.keyword.span },
      message: 'missing',
      data: {
        languages: missing.map((each) => `"${each}"`).join(', '),
        program: programOf(file).toLowerCase(),
      },
      fixes: (tools) => {
        const lines = missing.map(
          (language) => `namespace ${language} ${deriveNamespace(tools.file, tools.project, language)}`,
        );
        const edit = insertNamespaces(tools, lines);
        const [line = ''] = lines;
        const data = { line, count: lines.length };
        return [tools.fix('suggested', lines.length === 1 ? 'add' : 'addAll', data, edit && [edit])];
      },
    });
  },
});
