import { type Locale, type Localized, localize } from '../core/finding';
import type { TextRange } from '../core/range';
import type { Bound, BoundState, Layer, Step } from './bounds/bound';
import { boundOf, boundOfClient } from './bounds/evaluate';
import type { BoundName, Setting } from './catalogue/library';
import { type Client, madeAt } from './clients';
import { creationsIn } from './creations';
import { type Words, words } from './explainTexts';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { networkCalls } from './networkCalls';
import { placeOf } from './places';
import { ts } from './ts';
import { evaluatorOf } from './values/evaluator';

/** Where something stands, ready to cross between threads. `name` is how it is said, such as `api.ts:12`. */
export interface ExplainedPlace {
  readonly uri: string;
  readonly range: TextRange;
  readonly name: string;
}

/** One step on the way to a bound. */
export interface ExplainedStep {
  /** Where was looked: the library's default, the client, the call... */
  readonly layer: string;
  readonly text: string;
  readonly place: ExplainedPlace | undefined;
}

/** How one bound came about; the steps stand in the order in which they were taken, each one over the ones before it. */
export interface ExplainedBound {
  readonly bound: BoundName;
  readonly state: BoundState;
  /** The outcome in words. */
  readonly text: string;
  readonly steps: readonly ExplainedStep[];
}

/** All that is known of what bounds one call, or all calls of the client that is made at a place. */
export interface Explanation {
  readonly kind: 'call' | 'client';
  /** As the code writes it. */
  readonly code: string;
  readonly library: string;
  readonly range: TextRange;
  /** Where the client is made, when that is known and elsewhere. */
  readonly client: ExplainedPlace | undefined;
  readonly bounds: readonly ExplainedBound[];
}

const order: readonly BoundName[] = [
  'request',
  'connect',
  'idle',
  'attempts',
  'retryDuration',
  'pool',
  'queue',
  'keepAlive',
];

const counted: ReadonlySet<BoundName> = new Set(['attempts', 'pool', 'queue']);

interface Scene {
  readonly file: ServiceFile;
  readonly project: ServiceProject;
  say(key: keyof Words, data?: Readonly<Record<string, string | number | Localized>>): string;
}

function sceneOf(file: ServiceFile, project: ServiceProject, locale: Locale): Scene {
  return {
    file,
    project,
    say(key, data = {}) {
      const plain = Object.entries(data).map(([name, value]): [string, string | number] => [
        name,
        typeof value === 'object' ? localize(value, locale) : value,
      ]);
      return localize(words[key], locale, Object.fromEntries(plain));
    },
  };
}

function explainedPlace(node: ts.Node, { file, project }: Scene): ExplainedPlace {
  const owner = project.fileOf(node.getSourceFile());
  return { uri: owner.uri, range: owner.rangeOf(node), name: placeOf(node, file) };
}

function amount(bound: BoundName, value: number, { say }: Scene): string {
  return counted.has(bound) ? String(value) : say('milliseconds', { value });
}

/** How a setting is called: the option, the method, or what it is assigned to. */
function nameOf(setting: Setting | undefined, { say }: Scene): string {
  if (!setting) return say('setting');
  const { option, path, method, argument } = setting;
  if (option !== undefined && method !== undefined) return `.${method}({ ${option} })`;
  if (option !== undefined) return option.replaceAll('\\.', '.');
  if (method !== undefined) return `.${method}()`;
  return path ?? say('argument', { number: (argument ?? 0) + 1 });
}

const maxText = 50;

function textOf(node: ts.Node | undefined): string {
  const text = node?.getText().replace(/\s+/g, ' ') ?? '';
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

function ofDefault(bound: BoundName, step: Step, library: string, scene: Scene): string {
  const { say } = scene;
  if (step.state === 'unknown') return say('defaultUnknown', { library });
  if (step.state === 'bounded')
    return step.value === undefined
      ? say('defaultSome', { library })
      : say('defaultSet', { library, value: amount(bound, step.value, scene) });
  if (step.note) return say('defaultNote', { library, note: step.note });
  return say(counted.has(bound) ? 'defaultUncounted' : 'defaultNone', { library });
}

function ofSetting(bound: BoundName, step: Step, scene: Scene): string {
  const { say } = scene;
  const { setting, value } = step;
  const option = nameOf(setting, scene);
  const silence = setting?.effect === 'idle' ? say('silence') : '';
  return value === undefined
    ? say('setSome', { option, silence })
    : say('set', { option, value: amount(bound, value, scene), silence });
}

/** What a step says, in words. */
function sentence(bound: BoundName, step: Step, library: string, scene: Scene): string {
  const { say } = scene;
  const { setting, value, node } = step;
  const option = nameOf(setting, scene);
  switch (step.what) {
    case 'default':
      return ofDefault(bound, step, library, scene);
    case 'set':
      return ofSetting(bound, step, scene);
    case 'disabled': {
      // `{ timeout }` says nothing of the value.
      const site = step.site && ts.isShorthandPropertyAssignment(step.site) ? undefined : step.site;
      return say('disabled', { option, value: textOf(site ?? node) });
    }
    case 'absent':
      return say('absent', { options: option });
    case 'ineffective': {
      if (setting?.note) return say('ineffectiveNote', { option, note: setting.note });
      return setting?.needs ? say('needs', { option, other: setting.needs.option }) : say('ineffective', { option });
    }
    case 'undecided':
      if (setting) return say('undecided', { option });
      return node ? say('undecidedCode', { code: textOf(calleeOf(node)) }) : say('undecidedElsewhere', {});
    case 'signal':
      if (step.state !== 'bounded') return say('signal', { option });
      return value === undefined ? say('signalSome', { option }) : say('signalTime', { option, value });
    case 'wrapped': {
      const wrapper = textOf(calleeOf(node));
      return value === undefined ? say('wrapped', { wrapper }) : say('wrappedTime', { wrapper, value });
    }
    case 'untraced':
      return say('untraced');
  }
}

function calleeOf(node: ts.Node | undefined): ts.Node | undefined {
  return node && 'expression' in node && 'arguments' in node ? (node.expression as ts.Node) : node;
}

const layers: Readonly<Record<Layer, keyof Words>> = {
  library: 'layerLibrary',
  global: 'layerGlobal',
  client: 'layerClient',
  interceptor: 'layerInterceptor',
  call: 'layerCall',
  wrapper: 'layerWrapper',
  caller: 'layerCaller',
};

/** Settings that are not there stand in one line a layer. */
function explainedSteps(bound: Bound, library: string, scene: Scene): ExplainedStep[] {
  const found: ExplainedStep[] = [];
  const { steps } = bound;
  const layerOf = ({ layer }: Step) => scene.say(layers[layer]);
  const listed = new Set<Layer>();
  for (const step of steps) {
    if (step.what !== 'absent') {
      const at = step.site ?? step.node;
      const text = sentence(bound.bound, step, library, scene);
      found.push({ layer: layerOf(step), text, place: at && explainedPlace(at, scene) });
      continue;
    }
    if (listed.has(step.layer)) continue;
    listed.add(step.layer);
    const absent = steps.filter(({ what, layer }) => what === 'absent' && layer === step.layer);
    const options = [...new Set(absent.map(({ setting }) => nameOf(setting, scene)))].join(', ');
    found.push({ layer: layerOf(step), text: scene.say('absent', { options }), place: undefined });
  }
  return found;
}

function outcome({ bound, state, value, idleOnly }: Bound, scene: Scene): string {
  const { say } = scene;
  if (state === 'unknown') return say('unknown');
  if (state === 'unbounded') return say(counted.has(bound) ? 'uncounted' : 'unbounded');
  if (value === undefined) return say('boundedSome');
  return say(idleOnly ? 'boundedIdle' : 'bounded', { value: amount(bound, value, scene) });
}

function explainedBounds(
  client: Client,
  ask: (bound: BoundName) => Bound,
  library: string,
  scene: Scene,
): ExplainedBound[] {
  return order
    .filter((name) => client.shape.bounds.some(({ bound }) => bound === name))
    .map((name) => {
      const bound = ask(name);
      const title = scene.say(name);
      return {
        bound: name,
        state: bound.state,
        text: scene.say('titled', { title, outcome: outcome(bound, scene) }),
        steps: explainedSteps(bound, library, scene),
      };
    });
}

function touches(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/**
 * How each bound of the calls at a place came about. A call is at the place when its callee touches the range; where there is no call, the
 * clients that are made there are explained. In the order of the text.
 */
export function explainAt(
  file: ServiceFile,
  project: ServiceProject,
  range: TextRange,
  locale: Locale,
): readonly Explanation[] {
  void project.checker;
  const evaluator = evaluatorOf(project);
  const scene = sceneOf(file, project, locale);
  const calls = networkCalls(file, project).filter(({ node }) => touches(file.rangeOf(node.expression), range));
  if (calls.length > 0)
    return calls.map((call): Explanation => {
      const [client] = call.clients;
      const { title } = client.library;
      const made = madeAt(client)?.node;
      return {
        kind: 'call',
        code: call.text,
        library: title,
        range: file.rangeOf(call.node.expression),
        client: made && explainedPlace(made, scene),
        bounds: explainedBounds(client, (name) => boundOf(call, name, evaluator), title, scene),
      };
    });
  return creationsIn(file, project)
    .filter(({ node }) => touches(file.rangeOf(node.expression), range))
    .map(
      ({ client, node }): Explanation => ({
        kind: 'client',
        code: textOf(node.expression),
        library: client.library.title,
        range: file.rangeOf(node.expression),
        client: undefined,
        bounds: explainedBounds(client, (name) => boundOfClient(client, name, evaluator), client.library.title, scene),
      }),
    );
}
