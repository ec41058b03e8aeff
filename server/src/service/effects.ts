import { readOption } from './bounds/settings';
import { type NetworkCall, optionsAt } from './networkCalls';
import { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import { noEnvironment, type Value } from './values/value';

/** `read` changes nothing, `idempotent` may be repeated, `write` may not; `unknown` cannot be told. */
export type Effect = 'read' | 'idempotent' | 'write' | 'unknown';

const verbs: Readonly<Record<string, Effect>> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  PUT: 'idempotent',
  DELETE: 'idempotent',
  POST: 'write',
  PATCH: 'write',
};

function ofVerb(value: Value, missing: Effect): Effect {
  if (value.kind !== 'constant') return 'unknown';
  if (value.value === undefined) return missing;
  return verbs[String(value.value).toUpperCase()] ?? 'unknown';
}

/** Whether something in the call says that doing it twice is harmless: an idempotency key among headers or fields. */
function hasKey(node: ts.Node): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (
      (ts.isIdentifier(at) || ts.isStringLiteralLike(at)) &&
      /idempoten|dedup|request-?_?id|upsert|^_id$/i.test(at.text)
    )
      found = true;
    else ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Addresses that only ask although they are posted to: searches, queries, tokens. */
const asking =
  /(?:^|[/_.:-])(?:_?search|_?query|queries|graphql|gql|_?count|_?msearch|token|tokens|introspect|login|authenticate|lookup|validate|verify)(?:$|[/?#])/i;

/** The text of an expression, or of what a constant that it names was made from. */
function writtenText(node: ts.Expression, evaluator: Evaluator): string {
  const declared = ts.isIdentifier(node)
    ? evaluator.project.checker.getSymbolAtLocation(node)?.valueDeclaration
    : undefined;
  return declared && ts.isVariableDeclaration(declared) && declared.initializer
    ? declared.initializer.getText()
    : node.getText();
}

/** Whether the address of a call, as far as it is written out, says that nothing is changed; unknown addresses may. */
function onlyAsks(call: NetworkCall, evaluator: Evaluator): boolean {
  const [address] = call.node.arguments ?? [];
  if (!address) return false;
  const value = evaluator.evaluate(address);
  const text = value.kind === 'constant' ? String(value.value) : writtenText(address, evaluator);
  return asking.test(text.replace(/[`'"]/g, ''));
}

/** Whether an argument has names alone that make a write repeatable: `{ $set: { paid: true } }`. */
function saysResult(argument: ts.Expression, { call }: NetworkCall, evaluator: Evaluator): boolean {
  const { repeatableWith = [] } = call;
  const value = repeatableWith.length > 0 ? evaluator.evaluate(argument) : undefined;
  if (value?.kind !== 'object' || value.node.properties.length === 0) return false;
  return value.node.properties.every(
    ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) && repeatableWith.includes(name.text),
  );
}

/** What a call does to the other side. A key against doubles makes any call repeatable. */
export function effectOf(call: NetworkCall, evaluator: Evaluator): Effect {
  const { effect, options } = call.call;
  const given = optionsAt(options, call.node, noEnvironment, evaluator).map(({ value }) => value);
  const plain: Effect = typeof effect === 'string' ? effect : byOption(effect, given, call.node, evaluator);
  if (plain !== 'write') return plain;
  // Options that are put together elsewhere may hold a key, too.
  const args = call.node.arguments ?? ([] as readonly ts.Expression[]);
  if (args.some((each) => hasKey(each))) return 'idempotent';
  if (args.some((each) => saysResult(each, call, evaluator))) return 'idempotent';
  if (onlyAsks(call, evaluator)) return 'unknown';
  return given.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'write';
}

function byOption(
  effect: { readonly option: string; readonly default: 'read' | 'write' },
  options: readonly Value[],
  node: ts.Node,
  evaluator: Evaluator,
): Effect {
  let found: Effect = effect.default;
  for (const value of options) found = ofVerb(readOption(value, effect.option, evaluator, node), found);
  return found;
}
