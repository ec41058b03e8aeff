import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { sideTable } from '../../core/sideTable';
import { type IdlFile, isStructLike } from '../../idl/model/file';
import type { Method, Service, StructLike } from '../../idl/model/tree';
import { isVoid } from '../../idl/model/walk';
import type { Scope } from '../../idl/resolve/scope';
import { type FixTools, linkedRule } from '../../idl/rule';
import { tokenize } from '../../idl/syntax/lexer';
import { bareName, toCamelCase, wordsOf } from '../../idl/vocabulary/naming';
import { reservedIn } from '../../idl/vocabulary/reservedWords';
import { isBaseField } from './_fields';
import { ownName } from './_requests';

const codeNames = new Set([
  'code',
  'statuscode',
  'errcode',
  'errorcode',
  'retcode',
  'resultcode',
  'bizcode',
  'errno',
  'status',
  'ret',
  'success',
  'ok',
]);
const statusTypes = /^(?:BaseResp|BaseResponse|Status|StatusInfo|RespStatus|ErrorInfo|Error|Result)$/i;

const known = sideTable<StructLike, boolean>();

/** Whether a struct says how a call went; kept with it. */
function hasStatus(struct: StructLike): boolean {
  let answer = known.get(struct);
  if (answer === undefined) {
    answer = struct.fields.some(
      (field) =>
        isBaseField(field) ||
        codeNames.has(bareName(field.name.text)) ||
        (field.type.kind === 'NamedType' && statusTypes.test(ownName(field.type.name.text))),
    );
    known.set(struct, answer);
  }
  return answer;
}

/** Whether the answer itself says how the call went, by a `BaseResp` or a code; so it is when it cannot be seen. */
function answersWithStatus(method: Method, scope: Scope): boolean {
  let { returns } = method;
  if (isVoid(returns)) return false;
  // A list of answers, one a request.
  while (returns.kind === 'ListType') returns = returns.element;
  const real = scope.trueType(returns);
  if (real.kind === 'unknown') return true;
  if (real.kind !== 'definition' || !isStructLike(real.definition)) return false;
  const { definition } = real;
  return definition.broken || definition.kind === 'Exception' || hasStatus(definition);
}

/** Probes that never refuse anything. */
const probePattern =
  /^(?:get|is|do)?_?(?:ping|pong|health|healthz|ready|readyz|live|livez|alive|version|heartbeat|noop|echo)(?:_?check)?$/i;

/** Whether an annotation makes the method a stream, whose end says how it went. */
function isStream({ annotations }: Method): boolean {
  return annotations?.items.some(({ key }) => key.text.startsWith('streaming.')) ?? false;
}

const maxChoices = 3;

/**
 * The exceptions that the method may throw, as the file writes them: those of the service's other methods, then the file's own; of
 * the included files where there are none.
 */
function candidates(file: IdlFile, scope: Scope, service: Service, method: Method): readonly string[] {
  const names = new Set<string>();
  for (const each of service.methods) {
    for (const { type } of each.throws?.fields ?? []) if (type.kind === 'NamedType') names.add(type.name.text);
  }
  for (const each of file.definitions) if (each.kind === 'Exception' && !each.broken) names.add(each.name.text);
  if (names.size === 0) {
    for (const { alias, file: included } of scope.includes) {
      for (const each of included?.definitions ?? [])
        if (each.kind === 'Exception' && !each.broken) names.add(`${alias}.${each.name.text}`);
    }
  }
  // Stable: an exception that shares a word with the method (`GetUser`, `UserNotFound`) comes first.
  const own = new Set(
    wordsOf(method.name.text)
      .slice(1)
      .map((word) => word.toLowerCase()),
  );
  const isNear = (name: string) => wordsOf(ownName(name)).some((word) => own.has(word.toLowerCase()));
  return [...names].sort((a, b) => Number(isNear(b)) - Number(isNear(a)));
}

/** `userNotFound` for `errors.UserNotFound`. */
function entryName(exception: string): string {
  const name = toCamelCase(ownName(exception));
  const isFree = tokenize(name).tokens[0]?.kind === 'identifier' && reservedIn('throws', name).length === 0;
  return isFree ? name : `${name}Thrown`;
}

function clause(exceptions: readonly string[]): string {
  const taken = new Set<string>();
  const entries = exceptions.map((exception, i) => {
    const name = entryName(exception);
    const own = taken.has(name) ? `${name}${i + 1}` : name;
    taken.add(own);
    return `${i + 1}: ${exception} ${own}`;
  });
  return `throws (${entries.join(', ')})`;
}

function addThrows<Key extends string>(
  { insertAfter, replace }: FixTools<Key>,
  service: Service,
  method: Method,
  text: string,
): readonly TextEdit[] {
  return method.throws
    ? [replace(method.throws, text)]
    : [insertAfter({ in: service, span: method.argumentsSpan }, ` ${text}`)];
}

export const rule = linkedRule({
  id: 'idl/undeclared-exception',
  group: 'convention',
  summary: { en: 'a method that declares no exception', zh: '方法没有声明异常' },
  guide: '5.1',
  severity: 'off',
  presets: { strict: 'warning' },
  fix: 'suggested',
  options: noOptions,
  messages: {
    undeclared: {
      en: '"{method}" declares no exception and its answer carries no status: callers cannot tell a refusal from a failure of the system; add "throws", or a BaseResp',
      zh: '“{method}”没有声明异常，应答中也没有状态：调用方无法区分业务错误与系统故障；请添加 throws 或 BaseResp',
    },
    add: { en: 'Add "{clause}" (changes the signature)', zh: '添加“{clause}”（会改变方法签名）' },
  },
  on: ['Service'],
  check(service, { scope, report }) {
    if (service.kind !== 'Service') return;
    for (const method of service.methods) {
      if (method.oneway || (method.throws?.fields.length ?? 0) > 0) continue;
      if (probePattern.test(method.name.text) || isStream(method) || answersWithStatus(method, scope)) continue;
      report({
        at: method.name,
        message: 'undeclared',
        data: { method: method.name.text },
        fixes: (tools) => {
          const names = candidates(tools.file, tools.scope, service, method);
          const choices = names.slice(0, maxChoices).map((name) => [name]);
          if (names.length > 1 && names.length <= maxChoices) choices.push([...names]);
          return choices.map((choice) => {
            const text = clause(choice);
            return tools.fix('suggested', 'add', { clause: text }, addThrows(tools, service, method, text));
          });
        },
      });
    }
  },
});
