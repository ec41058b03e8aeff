import type { Namespace } from '../../idl/model/tree';
import { fileRule } from '../../idl/rule';
import { knownScopes, misnamed } from '../../idl/vocabulary/namespaceScopes';
import { removeLines } from './_edits';

/** The scope as written; `cpp` for `cpp_namespace`. */
function scopeOf(namespace: Namespace): string {
  return namespace.scope?.text ?? namespace.keyword.text.replace(/_namespace$/, '');
}

function nameOf(namespace: Namespace): string {
  return namespace.name.kind === 'Identifier' ? namespace.name.text : namespace.name.value;
}

/** The known scope that the written one differs from in case alone, or by another name for the language. */
function meant(scope: string): string | undefined {
  const lower = scope.toLowerCase();
  return knownScopes.has(lower) ? lower : misnamed.get(lower);
}

export const rule = fileRule({
  id: 'idl/namespace-scope',
  group: 'language',
  summary: { en: 'an unknown or repeated namespace scope', zh: '未知或重复的 namespace 语言' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      known: z
        .array(z.string())
        .default([])
        .meta({ markdownDescription: 'Further scopes that your own generators read, such as `["elm"]`.' }),
    }),
  messages: {
    unknown: {
      en: 'no compiler reads the namespace scope "{scope}", so the line has no effect',
      zh: '没有编译器识别 namespace 语言“{scope}”，该行不起作用',
    },
    misnamed: {
      en: 'no compiler reads the namespace scope "{scope}", so the line has no effect; it is called "{best}"',
      zh: '没有编译器识别 namespace 语言“{scope}”，该行不起作用；应写作“{best}”',
    },
    same: {
      en: 'the namespace of "{scope}" is set to "{name}" already',
      zh: '“{scope}”的 namespace 已设为“{name}”',
    },
    conflict: {
      en: 'the namespace of "{scope}" is set to "{first}" above; Apache takes the last one and Kitex the first, so keep one',
      zh: '上方已把“{scope}”的 namespace 设为“{first}”；Apache 取最后一个，Kitex 取第一个，请只保留一个',
    },
    conflictForAll: {
      en: 'the namespace of "*" is set to "{first}" above; the last one wins, so keep one',
      zh: '上方已把“*”的 namespace 设为“{first}”；以最后一个为准，请只保留一个',
    },
    first: { en: 'the first namespace of "{scope}"', zh: '“{scope}”的第一个 namespace' },
    replace: { en: 'Write "{best}" (changes generated code)', zh: '改为“{best}”（会改变生成的代码）' },
    remove: { en: 'Remove the repeated line', zh: '删除重复的行' },
  },
  check(file, { options, report }) {
    const firsts = new Map<string, Namespace>();
    for (const namespace of file.namespaces) {
      if (namespace.broken) continue;
      const scope = scopeOf(namespace);
      const at = namespace.scope ?? { in: namespace, span: namespace.keyword.span };
      const base = scope.split('.', 1)[0] ?? scope;
      const isKnown = knownScopes.has(base) || options.known.includes(base) || options.known.includes(scope);
      if (!isKnown) {
        const best = meant(base);
        const written = namespace.scope;
        report(
          best && written && !file.namespaces.some((other) => scopeOf(other) === best)
            ? {
                at,
                symbolOf: namespace,
                message: 'misnamed',
                data: { scope, best },
                fixes: ({ fix, replace }) => [
                  fix('suggested', 'replace', { best }, [replace(written, best + scope.slice(base.length))]),
                ],
              }
            : { at, symbolOf: namespace, message: 'unknown', data: { scope } },
        );
        continue;
      }
      const first = firsts.get(scope);
      if (!first) {
        firsts.set(scope, namespace);
        continue;
      }
      const isSame = nameOf(first) === nameOf(namespace);
      const data = { scope, name: nameOf(namespace), first: nameOf(first) };
      report({
        at,
        symbolOf: namespace,
        // thriftgo stops at the first one for a language, but reads on behind a `*`.
        message: isSame ? 'same' : scope === '*' ? 'conflictForAll' : 'conflict',
        data,
        ...(isSame ? { tags: ['unnecessary'] } : {}),
        related: [{ at: first, message: 'first', data }],
        fixes: (tools) =>
          isSame && !namespace.annotations ? [tools.fix('safe', 'remove', {}, [removeLines(tools, namespace)])] : [],
      });
    }
  },
});
