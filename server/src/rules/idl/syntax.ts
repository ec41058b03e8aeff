import { noOptions } from '../../core/options';
import type { SyntaxProblem } from '../../idl/model/document';
import { fileRule, type MessageData } from '../../idl/rule';
import { problemsOfDocument } from '../../idl/syntax/document';
import { suggest } from './_suggest';

const longest = 40;

/** The keywords that may have been meant where text stands outside of definitions. */
const openers = ['include', 'namespace', 'const', 'typedef', 'enum', 'struct', 'union', 'exception', 'service'];

/** What stood in the text, short enough for a message. */
function shorten(text: string): string {
  const [line = ''] = text.split(/\r\n|\r|\n/, 1);
  return line.length > longest || line.length < text.length ? `${line.slice(0, longest).trimEnd()}…` : line;
}

function dataOf(problem: SyntaxProblem): MessageData {
  const data = Object.fromEntries(Object.entries(problem.data).map(([key, value]) => [key, shorten(value)]));
  const { found } = data;
  if (found === undefined) return data;
  const quoted = /^["']/.test(found);
  return { ...data, found: quoted ? found : `"${found}"`, foundZh: quoted ? found : `“${found}”` };
}

export const rule = fileRule({
  id: 'idl/syntax',
  group: 'language',
  summary: { en: 'text that is not Thrift', zh: '不符合 Thrift 语法的文本' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    expected: { en: 'expected {expected} here, not {found}', zh: '此处应为{expectedZh}，而不是{foundZh}' },
    expectedBehind: { en: 'expected {expected} after this', zh: '此后应为{expectedZh}' },
    unexpected: { en: '{found} makes no sense here', zh: '{foundZh}不应出现在这里' },
    ends: { en: 'the text ends where {expected} was due', zh: '文本到此结束，但此处应为{expectedZh}' },
    endsEarly: { en: 'the text ends in the middle of a definition', zh: '定义尚未写完，文本就结束了' },
    unclosed: { en: '"{open}" is never closed; "{close}" is missing', zh: '“{open}”没有闭合，缺少“{close}”' },
    close: { en: 'Insert the missing "{close}"', zh: '补上缺少的“{close}”' },
    unterminatedString: {
      en: 'this string has no closing quote on its line',
      zh: '该字符串在本行内没有结束引号',
    },
    unterminatedComment: { en: 'this comment is never closed; "*/" is missing', zh: '该注释没有结束，缺少“*/”' },
    badCharacter: { en: '{found} is not a character that Thrift knows', zh: 'Thrift 中没有字符{foundZh}' },
    notUtf8: {
      en: 'what stands here is not UTF-8; save the file in that encoding',
      zh: '此处不是 UTF-8 编码，请将文件另存为 UTF-8',
    },
    badNumber: {
      en: '{found} is not a number that Thrift knows: whole numbers have at most 64 bits',
      zh: '{foundZh}不是 Thrift 能表示的数：整数最多 64 位',
    },
    badName: {
      en: '{found} cannot be a name here: names are letters, digits and "_", and a dot only stands between an include and its name',
      zh: '{foundZh}不能作为名称：名称由字母、数字和“_”组成，点号只能出现在 include 前缀与名称之间',
    },
    keywordAsName: { en: '{found} is a keyword and cannot be a name', zh: '{foundZh}是关键字，不能用作名称' },
    missingValue: { en: 'the constant "{name}" has no value; write "= ..."', zh: '常量“{name}”没有值，请写上“= ...”' },
    dialect: { en: '{what} does not exist in the dialect "{dialect}"', zh: '方言“{dialect}”中没有 {what}' },
    lateHeader: {
      en: '{found} must stand before the first definition',
      zh: '{foundZh}必须写在第一个定义之前',
    },
    outside: {
      en: '{found} stands outside of any definition; a definition begins with a keyword such as "struct" or "service"',
      zh: '{foundZh}不属于任何定义；定义以“struct”“service”等关键字开头',
    },
    outsideNear: {
      en: '{found} stands outside of any definition; did you mean "{best}"?',
      zh: '{foundZh}不属于任何定义，是否想写“{best}”？',
    },
    change: { en: 'Change to "{best}"', zh: '改为“{best}”' },
    tooDeep: {
      en: 'this is nested more than {limit} levels deep and is not read',
      zh: '嵌套超过 {limit} 层，不再解析',
    },
    fbthrift: {
      en: '"{construct}" exists only in fbthrift (Meta\'s dialect), which neither Apache Thrift nor thriftgo reads; the file is not checked further',
      zh: '“{construct}”只存在于 fbthrift（Meta 方言），Apache Thrift 和 thriftgo 都不支持；不再检查该文件',
    },
  },
  check(file, { report }) {
    const { document } = file;
    if (document.fbthrift) {
      const { construct, range } = document.fbthrift;
      const chunk = document.starts.findLastIndex((start) => start <= range.start);
      const definition = file.definitions[chunk];
      const start = document.starts[chunk] ?? 0;
      if (!definition) return;
      const span = { start: range.start - start, end: range.end - start };
      report({ at: { in: definition, span }, message: 'fbthrift', data: { construct } });
      return;
    }
    for (const { chunk, range, problem } of problemsOfDocument(document)) {
      const definition = file.definitions[chunk];
      if (!definition) continue;
      const start = document.starts[chunk] ?? 0;
      const span = { start: range.start - start, end: range.end - start };
      const { insert } = problem;
      const place = { in: definition, span };
      const shown = file.text.slice(range.start, range.end);
      const best = problem.code === 'outside-definition' ? suggest(shown, openers, 1)[0] : undefined;
      if (best !== undefined) {
        report({
          at: place,
          message: 'outsideNear',
          data: { ...dataOf(problem), best },
          fixes: ({ fix, replace }) => [fix('suggested', 'change', { best }, [replace(place, best)])],
        });
        continue;
      }
      report({
        at: place,
        message: messageOf(problem, shown),
        data: dataOf(problem),
        ...(insert && {
          fixes: ({ fix, edit }) => {
            const at = file.rangeOf({ in: definition, span: { start: insert.at, end: insert.at } });
            return [fix('suggested', 'close', { close: insert.text.trim() }, [edit(at, insert.text)])];
          },
        }),
      });
    }
  },
});

/** The key of the message for a problem; `shown` is the text that is underlined. */
function messageOf(problem: SyntaxProblem, shown: string) {
  const { code, data } = problem;
  const known = data['expected'] !== undefined;
  switch (code) {
    case 'unexpected':
      if (!known) return 'unexpected';
      return shown === data['found'] ? 'expected' : 'expectedBehind';
    case 'unexpected-end':
      return known ? 'ends' : 'endsEarly';
    case 'unclosed':
      return 'unclosed';
    case 'unterminated-string':
      return 'unterminatedString';
    case 'unterminated-comment':
      return 'unterminatedComment';
    case 'bad-character':
      // What bytes become that are no UTF-8.
      return shown.includes('\uFFFD') ? 'notUtf8' : 'badCharacter';
    case 'bad-number':
      return 'badNumber';
    case 'bad-name':
      return 'badName';
    case 'keyword-as-name':
      return 'keywordAsName';
    case 'missing-value':
      return 'missingValue';
    case 'dialect':
      return 'dialect';
    case 'late-header':
      return 'lateHeader';
    case 'outside-definition':
      return 'outside';
    case 'too-deep':
      return 'tooDeep';
  }
}
