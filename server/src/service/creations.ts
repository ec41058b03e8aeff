import { type Client, madeClients } from './clients';
import { catalogueOf } from './model/catalogue';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { ts } from './ts';
import { evaluatorOf } from './values/evaluator';
import { alternatives, type Value } from './values/value';

/** A client together with the call or `new` that makes it. */
export interface MadeClient {
  readonly client: Client;
  readonly node: ts.CallExpression | ts.NewExpression;
}

const key = {};
const namesKey = {};

/** The last names of everything that makes a client: what a call must end in to be looked at. */
function makerNames(project: ServiceProject): ReadonlySet<string> {
  return project.once(namesKey, () => {
    const names = new Set<string>();
    for (const { clients = [] } of catalogueOf(project).libraries)
      for (const { made = [] } of clients)
        for (const maker of made) names.add(maker.on?.method ?? maker.export?.split('.').at(-1) ?? '');
    return names;
  });
}

/** What a callee is that makes something where it is called. */
const making: ReadonlySet<Value['kind']> = new Set(['external', 'made', 'member', 'typed', 'class']);

/** The clients that are made in a file, in the order of the text. */
export function creationsIn(file: ServiceFile, project: ServiceProject): readonly MadeClient[] {
  const known = project.once(key, () => new Map<ts.SourceFile, readonly MadeClient[]>());
  let made = known.get(file.sourceFile);
  if (!made) {
    made = find(file, project);
    known.set(file.sourceFile, made);
  }
  return made;
}

function find(file: ServiceFile, project: ServiceProject): MadeClient[] {
  const evaluator = evaluatorOf(project);
  const names = makerNames(project);
  return [...file.nodes(ts.SyntaxKind.CallExpression), ...file.nodes(ts.SyntaxKind.NewExpression)]
    .flatMap((node): MadeClient[] => {
      const { expression } = node;
      // A default export may be imported under any name.
      if (ts.isPropertyAccessExpression(expression) && !names.has(expression.name.text)) return [];
      if (expression.kind === ts.SyntaxKind.SuperKeyword || expression.kind === ts.SyntaxKind.ImportKeyword) return [];
      // What our own function gives was made elsewhere: only here is it worth working out what that is.
      if (!alternatives(evaluator.evaluate(expression)).some(({ kind }) => making.has(kind))) return [];
      const client = madeClients(evaluator.evaluate(node), evaluator).find(({ creation }) => creation?.node === node);
      return client ? [{ client, node }] : [];
    })
    .sort((a, b) => a.node.pos - b.node.pos);
}
