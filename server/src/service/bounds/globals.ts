import type { Setting } from '../catalogue/library';
import { type Client, clientsOf } from '../clients';
import type { ServiceProject } from '../model/project';
import { areApart } from '../process/reached';
import { type SkipReason, skipReason } from '../skipped';
import { ts } from '../ts';
import { allAssignmentsTo } from '../values/assignments';
import { invocationsNamed } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { type Reading, readSetting } from './settings';

/** Strips `path` (such as `defaults.timeout`) off the end of an expression; undefined when it does not end so. */
function ownerOf(node: ts.Expression, path: readonly string[]): ts.Expression | undefined {
  let at = node;
  for (let i = path.length - 1; i >= 0; i--) {
    if (!ts.isPropertyAccessExpression(at) || at.name.text !== path[i]) return undefined;
    at = at.expression;
  }
  return at;
}

/** Whether what is set on `other` holds for `client`: it is the same one, or the package's own that others copy. */
function reaches(other: Client, client: Client): boolean {
  if (other.shape !== client.shape) return false;
  if (other.origin === 'shared') return true;
  // What is only known by its type may be any of them.
  return other.origin === 'typed' || client.origin === 'typed' || other.creation?.node === client.creation?.node;
}

/** Calls such as `agent.timeout(3000)` anywhere in the project, on a client that was made where this one was. */
export function methodsOn(
  method: string,
  client: Client,
  evaluator: Evaluator,
): readonly { readonly name: string; readonly call: ts.CallExpression }[] {
  if (!client.creation) return [];
  return invocationsNamed(method, evaluator.project).flatMap((call) => {
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return [];
    const owners = clientsOf(evaluator.evaluate(call.expression.expression), evaluator);
    return owners.some((each) => each.creation?.node === client.creation?.node) ? [{ name: method, call }] : [];
  });
}

const touchedKey = {};

/** Generated clients have the names of their own workings in them. */
const notWritten: ReadonlySet<SkipReason | undefined> = new Set(['generated', 'bundled']);

/** Whether the project's own code, as people wrote it, reads, writes or calls something by this name. */
export function isTouched(name: string, project: ServiceProject): boolean {
  const known = project.once(touchedKey, () => new Map<string, boolean>());
  let touched = known.get(name);
  if (touched === undefined) {
    const isWritten = (file: ts.SourceFile): boolean =>
      file.text.includes(name) && !notWritten.has(skipReason(file.fileName, file.text, true));
    touched =
      invocationsNamed(name, project).some((call) => isWritten(call.getSourceFile())) ||
      project.ownFiles.some(
        (file) =>
          isWritten(file) &&
          project
            .fileOf(file)
            .nodes(ts.SyntaxKind.PropertyAccessExpression)
            .some((each) => each.name.text === name),
      );
    known.set(name, touched);
  }
  return touched;
}

/** What assignments such as `axios.defaults.timeout = 3000` say for this client in a file, which belong to the same program as far as can be told. */
export function globalReadings(
  setting: Setting,
  client: Client,
  file: ts.SourceFile | undefined,
  evaluator: Evaluator,
): readonly Reading[] {
  const path = setting.path?.split('.') ?? [];
  const last = path.at(-1);
  if (last === undefined) return [];
  const { project } = evaluator;
  return allAssignmentsTo(last, project).flatMap(({ left, right }): Reading[] => {
    const owner = ownerOf(left, path);
    if (file && areApart(left.getSourceFile(), file, project)) return [];
    if (!owner || !clientsOf(evaluator.evaluate(owner), evaluator).some((each) => reaches(each, client))) return [];
    const value = evaluator.evaluate(right);
    const reading = readSetting(setting, value, value, evaluator);
    return [{ ...reading, node: left }];
  });
}
