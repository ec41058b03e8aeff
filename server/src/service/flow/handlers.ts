import { matchesName } from '../catalogue/catalogue';
import type { HandedPlace, HandlerPlace, Library } from '../catalogue/library';
import { catalogueOf } from '../model/catalogue';
import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import { presentLibraries } from '../presence';
import { serversOf } from '../servers';
import { ts } from '../ts';
import { type Evaluator, evaluatorOf } from '../values/evaluator';
import { mayBeNamed } from '../values/renamed';
import { hostedHandlers } from './handlersHosted';
import { controllerHandlers, processorHandlers } from './handlersOfClasses';
import { handlerFunctions, serviceFunctions } from './handlerValues';

/** A function of our own that a server, a framework or a platform calls once a request. */
export interface RequestHandler {
  readonly node: ts.FunctionLikeDeclaration;
  /** Whose server it is. */
  readonly library: Library;
  /** The call, class or export that makes it a handler. */
  readonly registration: ts.Node;
  /** The place of the catalogue that it was handed over at; undefined for methods of classes and for exports. */
  readonly place: HandlerPlace | HandedPlace | undefined;
}

const key = {};

/** Every handler of the program by its function. What cannot be followed (a handler out of a package, or of a container) is left out. */
export function requestHandlers(project: ServiceProject): ReadonlyMap<ts.Node, RequestHandler> {
  return project.once(key, () => {
    const found = new Map<ts.Node, RequestHandler>();
    for (const sourceFile of project.ownFiles)
      for (const each of handlersIn(project.fileOf(sourceFile), project))
        if (!found.has(each.node)) found.set(each.node, each);
    return found;
  });
}

const fileKey = {};

/** The handlers that are registered in a file, wherever they are written. */
export function handlersIn(file: ServiceFile, project: ServiceProject): readonly RequestHandler[] {
  const known = project.once(fileKey, () => new Map<ts.SourceFile, readonly RequestHandler[]>());
  let handlers = known.get(file.sourceFile);
  if (!handlers) {
    handlers = find(file, evaluatorOf(project));
    known.set(file.sourceFile, handlers);
  }
  return handlers;
}

function find(file: ServiceFile, evaluator: Evaluator): RequestHandler[] {
  return [
    ...file.nodes(ts.SyntaxKind.CallExpression).flatMap((node) => registered(node, evaluator)),
    ...[...file.nodes(ts.SyntaxKind.CallExpression), ...file.nodes(ts.SyntaxKind.NewExpression)].flatMap((node) =>
      handedToMaker(node, evaluator),
    ),
    ...processorHandlers(file, evaluator),
    ...controllerHandlers(file, evaluator),
    ...hostedHandlers(file, evaluator),
  ];
}

interface Names {
  /** Methods of servers that take handlers. */
  readonly methods: ReadonlySet<string>;
  /** Last names of makers that take handlers. */
  readonly makers: ReadonlySet<string>;
}

const namesKey = {};

function namesOf(project: ServiceProject): Names {
  return project.once(namesKey, () => {
    const shapes = presentLibraries(project).flatMap(({ servers = [] }) => servers);
    return {
      methods: new Set(shapes.flatMap(({ handlers = [] }) => handlers.flatMap(({ methods }) => methods))),
      makers: new Set(shapes.flatMap(({ handed = [] }) => handed.map((each) => each.export.split('.').at(-1) ?? ''))),
    };
  });
}

/** `app.get('/users', handler)`, `server.on('request', handler)`, `server.addService(definition, handlers)`. */
function registered(node: ts.CallExpression, evaluator: Evaluator): RequestHandler[] {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || node.arguments.length === 0) return [];
  const method = expression.name.text;
  if (!namesOf(evaluator.project).methods.has(method)) return [];
  const receiver = evaluator.evaluate(expression.expression);
  return serversOf(receiver, evaluator).flatMap(({ library, shape }) =>
    (shape.handlers ?? [])
      .filter((place) => place.methods.includes(method) && fitsEvent(place, node, evaluator))
      .flatMap((place) =>
        functionsAt(place, node, evaluator).map(
          (each): RequestHandler => ({ node: each, library, registration: node, place }),
        ),
      ),
  );
}

function fitsEvent({ events }: HandlerPlace, node: ts.CallExpression, evaluator: Evaluator): boolean {
  if (!events) return true;
  const [first] = node.arguments;
  const event = first && evaluator.evaluate(first);
  return event?.kind === 'constant' && typeof event.value === 'string' && events.includes(event.value);
}

/** `createServer(listener)`, `createServer(Service, handlers)`. */
function handedToMaker(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): RequestHandler[] {
  const { expression } = node;
  if (!node.arguments?.length || !mayBeNamed(expression, namesOf(evaluator.project).makers)) return [];
  const callee = evaluator.evaluate(expression);
  if (callee.kind !== 'external') return [];
  const path = callee.path.join('.');
  return catalogueOf(evaluator.project)
    .byModule(callee.module)
    .flatMap((library) =>
      (library.servers ?? []).flatMap(({ handed = [] }) =>
        handed
          .filter((place) => matchesName(place.export, path))
          .flatMap((place) =>
            functionsAt(place, node, evaluator).map(
              (each): RequestHandler => ({ node: each, library, registration: node, place }),
            ),
          ),
      ),
    );
}

function functionsAt(
  place: HandlerPlace | HandedPlace,
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
): readonly ts.FunctionLikeDeclaration[] {
  const { argument, members = [], service } = place;
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  const given = argument === undefined ? args : args.slice(argument, argument + 1);
  return given
    .filter((each) => !ts.isSpreadElement(each))
    .flatMap((each) =>
      service ? serviceFunctions(each, members, evaluator) : handlerFunctions(each, members, evaluator),
    );
}
