import { noOptions } from '../../core/options';
import { isAtLeast } from '../../service/bounds/versions';
import { isPresent } from '../../service/presence';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  missing: {
    en: '{call} throws a TypeError without its options, although its types let them be left out: thrift reads them before it connects. Pass `{}` at least.',
    zh: '{call} 缺少选项时会抛出 TypeError，尽管类型声明允许省略：thrift 在连接之前就会读取选项。至少传入 `{}`。',
  },
  fix: { en: 'Pass empty options', zh: '传入空选项' },
} as const;

/** The functions that read members of their options without a look whether there are any, with the options' place. */
const reading: Readonly<Record<string, { readonly at: number; readonly since: string }>> = {
  createConnection: { at: 2, since: '0.14.0' },
  createSSLConnection: { at: 2, since: '0.14.0' },
  createHttpConnection: { at: 2, since: '0.14.0' },
  createHttpUDSConnection: { at: 1, since: '0.16.0' },
};

export const rule = serviceRule({
  id: 'contract/connection-options',
  group: 'contract',
  summary: {
    en: 'a Thrift connection that is made without options, which throws',
    zh: '创建时未传选项、会抛出异常的 Thrift 连接',
  },
  guide: '1.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (!isPresent('thrift', project)) return;
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      const { expression } = node;
      const last = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      if (!ts.isIdentifier(last) || node.arguments.some(ts.isSpreadElement)) continue;
      // A name behind a dot is the export's own; one without may be given by an import.
      if (expression !== last && !Object.hasOwn(reading, last.text)) continue;
      const callee = evaluator.evaluate(expression);
      if (callee.kind !== 'external' || callee.module !== 'thrift' || callee.path.length !== 1) continue;
      const [name = ''] = callee.path;
      const known = reading[name];
      const version = project.packages.versionOf('thrift', file.sourceFile.fileName);
      if (!known || version === undefined || !isAtLeast(version, known.since)) continue;
      // Fewer arguments than that are another mistake, which the compiler sees.
      const given = node.arguments[known.at];
      if (node.arguments.length < known.at) continue;
      if (given) {
        const value = evaluator.evaluate(given);
        if (value.kind !== 'constant' || (value.value !== undefined && value.value !== null)) continue;
      }
      report({
        at: expression,
        message: 'missing',
        data: { call: expression.getText() },
        fixes(tools) {
          if (given) return [tools.fix('suggested', 'fix', {}, [tools.replace(given, '{}')])];
          const before = node.arguments.at(-1);
          return before ? [tools.fix('suggested', 'fix', {}, [tools.insertAfter(before, ', {}')])] : [];
        },
      });
    }
  },
});
