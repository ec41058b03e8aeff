import type { Library } from '../catalogue/library';
import { catalogueOf } from '../model/catalogue';
import type { ServiceProject } from '../model/project';
import { packagesIn } from '../presence';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';

/** What a library may give a program. */
export type Gift = NonNullable<Library['gives']>[number];

/**
 * How packages, files and names are called that have to do with it; texts of the code begin with a quote. They only ever silence a rule: wrappers
 * of a company's own are not in the catalogue, and nothing else tells what they do.
 */
const words: Readonly<Record<Gift, RegExp>> = {
  shutdown: /shut-?_?down|graceful|terminat|on-?exit|exit-?hook/i,
  health:
    /health|live-?ness|readi?ness|^'?\/?(?:livez|readyz)\b|^'(?:ping|alive|heartbeat)$|^'\/(?:.*\/)?_?(?:is-?)?(?:alive|ready|live|ping|status|heartbeat|up|version|info|ok)$/i,
  metrics:
    /metric|prometheus|prom-?client|statsd|telemetry|otel|observab|monitoring|instrument|\bapm\b|datadog|newrelic/i,
  tracing:
    /trac(?:er|ing)|telemetry|otel|observab|monitoring|instrument|\bapm\b|datadog|newrelic|trace-?_?(?:id|parent)|span-?_?id/i,
};

interface Spoken {
  /** Identifiers, and short texts behind a quote. */
  readonly all: ReadonlySet<string>;
  /** Only what is imported from packages. */
  readonly imported: ReadonlySet<string>;
}

/** Longer texts are messages, not names or paths. */
const maxLength = 80;

const spoken = new WeakMap<ts.SourceFile, Spoken>();

/** The names and short texts of a file, comments left out: what it imports, declares, calls, and which paths it serves. */
function spokenIn(file: ts.SourceFile): Spoken {
  let found = spoken.get(file);
  if (!found) {
    const all = new Set<string>();
    const imported = new Set<string>();
    const collect = (from: ts.Node, into: Set<string>): void => {
      const stack: ts.Node[] = [from];
      for (let node = stack.pop(); node; node = stack.pop()) {
        if (ts.isIdentifier(node)) into.add(node.text);
        else if (ts.isStringLiteralLike(node) && node.text.length <= maxLength && !/\s/.test(node.text))
          into.add(`'${node.text}`);
        ts.forEachChild(node, (child) => void stack.push(child));
      }
    };
    collect(file, all);
    for (const each of file.statements)
      if (ts.isImportDeclaration(each) && !each.moduleSpecifier.getText(file).slice(1).startsWith('.'))
        collect(each, imported);
    found = { all, imported };
    spoken.set(file, found);
  }
  return found;
}

const kept = new WeakMap<ts.SourceFile, Map<Gift, boolean>>();

function speaksOf(file: ts.SourceFile, gift: Gift): boolean {
  const known = kept.get(file) ?? new Map<Gift, boolean>();
  kept.set(file, known);
  let found = known.get(gift);
  if (found === undefined) {
    const pattern = words[gift];
    const { all, imported } = spokenIn(file);
    // What own files do at the end of the process is there to be read.
    found = [...(gift === 'shutdown' ? imported : all)].some((each) => pattern.test(each));
    known.set(gift, found);
  }
  return found;
}

const keys: Readonly<Record<Gift, object>> = { shutdown: {}, health: {}, metrics: {}, tracing: {} };

/**
 * Whether the program has something, or may have it: by a package that it uses or that the package.json near `entry` lists, or by what its own
 * files speak of.
 */
export function mayHave(gift: Gift, entry: ts.Node, project: ServiceProject): boolean {
  return project.once(keys[gift], () => {
    const dependencies = project.packages.dependenciesOf(entry.getSourceFile().fileName);
    const catalogue = catalogueOf(project);
    const isGiven = (name: string): boolean =>
      words[gift].test(name) || catalogue.byModule(name).some(({ gives }) => gives?.includes(gift));
    if ([...dependencies].some(isGiven)) return true;
    return project.ownFiles.some(
      (file) => !isTestFile(file, project) && ([...packagesIn(file)].some(isGiven) || speaksOf(file, gift)),
    );
  });
}
