/** A compiled glob. `problem` says why a pattern cannot be used; it matches nothing then. */
export interface Glob {
  readonly problem: 'negated' | 'too-many-alternatives' | undefined;
  /**
   * Whether the pattern matches a path that is relative to the pattern's folder, with `/` and without a leading one.
   * A path that ends in `/` is a folder; it matches when all that is in it does.
   */
  matches(path: string): boolean;
}

/** One character of a name that is accepted, or `*`. */
type Part = '*' | ((character: string) => boolean);

type Segment = '**' | readonly Part[];

const maxAlternatives = 256;

/** The place of the bracket that closes the one at `open`; -1 when there is none. */
function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i;
  }
  return -1;
}

function splitAlternatives(inside: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < inside.length; i++) {
    const c = inside[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(inside.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, inside.slice(start)];
}

/** Writes `{a,b}` out. Undefined when that gives more patterns than are worth it. */
function expandBraces(pattern: string): string[] | undefined {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (done.length + open.length >= maxAlternatives) return undefined;
    const found = firstBraces(next);
    if (!found) {
      done.push(next);
      continue;
    }
    const { start, end, alternatives } = found;
    for (const each of alternatives) open.push(next.slice(0, start) + each + next.slice(end + 1));
  }
  return done;
}

function firstBraces(pattern: string): { start: number; end: number; alternatives: string[] } | undefined {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '{') {
      const end = closing(pattern, i);
      if (end === -1) return undefined;
      const alternatives = splitAlternatives(pattern.slice(i + 1, end));
      if (alternatives.length > 1) return { start: i, end, alternatives };
    }
  }
  return undefined;
}

function characterSet(inside: string): Part {
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const body = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let i = 0; i < body.length; i++) {
    const low = body[i] ?? '';
    const high = body[i + 1] === '-' ? body[i + 2] : undefined;
    ranges.push([low, high ?? low]);
    if (high !== undefined) i += 2;
  }
  const inRanges = (character: string) => ranges.some(([low, high]) => low <= character && character <= high);
  return (character) => inRanges(character) !== negated;
}

function compileSegment(text: string): Segment {
  if (text === '**') return text;
  const parts: Part[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const end = c === '[' ? text.indexOf(']', i + 2) : -1;
    if (c === '*') {
      if (parts.at(-1) !== '*') parts.push('*');
    } else if (c === '?') parts.push(() => true);
    else if (end !== -1) {
      parts.push(characterSet(text.slice(i + 1, end)));
      i = end;
    } else {
      const wanted = c === '\\' ? (text[++i] ?? c) : c;
      parts.push((character) => character === wanted);
    }
  }
  return parts;
}

/**
 * Matches a list of items against a list of patterns in which some stand for any run of items. Going back to the last such
 * pattern only is enough, so the time is bounded by the product of the lengths: no pattern can hang the server.
 */
function matchRuns<Pattern, Item>(
  patterns: ArrayLike<Pattern>,
  items: ArrayLike<Item>,
  isRun: (pattern: Pattern) => boolean,
  accepts: (pattern: Pattern, item: Item) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let run = -1;
  let mark = 0;
  while (i < items.length) {
    const pattern = patterns[p];
    const item = items[i];
    if (p < patterns.length && pattern !== undefined && isRun(pattern)) {
      run = p++;
      mark = i;
    } else if (p < patterns.length && pattern !== undefined && item !== undefined && accepts(pattern, item)) {
      p++;
      i++;
    } else if (run !== -1) {
      p = run + 1;
      i = ++mark;
    } else return false;
  }
  for (; p < patterns.length; p++) {
    const pattern = patterns[p];
    if (pattern === undefined || !isRun(pattern)) return false;
  }
  return true;
}

function matchSegment(segment: Segment, name: string): boolean {
  if (segment === '**') return true;
  return matchRuns(
    segment,
    name,
    (part) => part === '*',
    (part, character) => part !== '*' && part(character),
  );
}

/**
 * Compiles a glob pattern: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of folders. Names that start with a dot are
 * names like any other.
 */
export function compileGlob(pattern: string): Glob {
  const never = () => false;
  if (pattern.startsWith('!')) return { problem: 'negated', matches: never };
  const expanded = expandBraces(pattern);
  if (!expanded) return { problem: 'too-many-alternatives', matches: never };
  const folders = expanded.map((each) =>
    each
      .replace(/\/$/, '/**')
      .split('/')
      .filter((segment) => segment !== '' && segment !== '.')
      .map(compileSegment),
  );
  // `gen/**` is all of the folder `gen`, but no file of that name.
  const files = folders.map((segments) => (segments.at(-1) === '**' ? [...segments, compileSegment('*')] : segments));
  return {
    problem: undefined,
    matches(path) {
      const isFolder = path.endsWith('/');
      const names = (isFolder ? path.slice(0, -1) : path).split('/');
      return (isFolder ? folders : files).some((segments) =>
        matchRuns(segments, names, (segment) => segment === '**', matchSegment),
      );
    },
  };
}
