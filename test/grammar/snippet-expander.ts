/** A snippet body as the editor understands it: a subset of TextMate's syntax, transformations left out. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tabstop'; readonly index: number; readonly parts: readonly Part[] | undefined }
  | { readonly kind: 'choice'; readonly index: number; readonly options: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly parts: readonly Part[] };

const tabstop = /\$(\d+)|\$\{(\d+)\}/y;
const plainVariable = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}/y;
const openChoice = /\$\{(\d+)\|/y;
const openPlaceholder = /\$\{(?:(\d+)|([A-Za-z_]\w*)):/y;

/**
 * Expands a snippet as the editor does before anyone types: placeholders become their defaults, a choice its first
 * option, a bare tab stop what its first namesake with a default says, a variable its default (nothing without one).
 * `body` is the snippet's text or its lines, `typed` what is then typed over tab stops, by their number. Throws on what the editor would insert literally: an unclosed `${`, a
 * choice without its end, a `$` that starts nothing.
 */
export function expandSnippet(body: string | readonly string[], typed: Readonly<Record<number, string>> = {}): string {
  const text = typeof body === 'string' ? body : body.join('\n');
  const parts = parse(text);
  const defaults = new Map<number, Part>();
  collectDefaults(parts, defaults);
  return render(parts, { defaults, typed }, new Set());
}

function parse(text: string): readonly Part[] {
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match;
  };
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at} in ${JSON.stringify(text)}`);
  };

  /** The options of a choice, behind its `|`; `\,`, `\|` and `\\` stand for themselves. */
  const options = (): string[] => {
    const found = [''];
    while (!text.startsWith('|}', at)) {
      if (at >= text.length) fail('a choice without its end');
      const char = text.charAt(at);
      if (char === ',') found.push('');
      else {
        const escaped = char === '\\' && /[,|\\]/.test(text.charAt(at + 1));
        if (escaped) at += 1;
        found.push((found.pop() ?? '') + text.charAt(at));
      }
      at += 1;
    }
    at += 2;
    return found;
  };

  const sequence = (nested: boolean): readonly Part[] => {
    const parts: Part[] = [];
    let plain = '';
    const push = (part: Part): void => {
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      plain = '';
      parts.push(part);
    };
    while (at < text.length && !(nested && text.charAt(at) === '}')) {
      const char = text.charAt(at);
      if (char === '\\' && /[$}\\]/.test(text.charAt(at + 1))) {
        plain += text.charAt(at + 1);
        at += 2;
      } else if (char === '$') push(dollar());
      else {
        plain += char;
        at += 1;
      }
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    return parts;
  };

  const dollar = (): Part => {
    const stop = take(tabstop);
    if (stop) return { kind: 'tabstop', index: Number(stop[1] ?? stop[2]), parts: undefined };
    const variable = take(plainVariable);
    if (variable) return { kind: 'variable', name: variable[1] ?? variable[2] ?? '', parts: [] };
    const choice = take(openChoice);
    if (choice) return { kind: 'choice', index: Number(choice[1]), options: options() };
    const opened = take(openPlaceholder);
    if (opened === undefined) return fail('a $ that starts nothing');
    const parts = sequence(true);
    if (text.charAt(at) !== '}') fail('a placeholder without its end');
    at += 1;
    return opened[1] === undefined
      ? { kind: 'variable', name: opened[2] ?? '', parts }
      : { kind: 'tabstop', index: Number(opened[1]), parts };
  };

  return sequence(false);
}

/** The first part that gives each tab stop a content, in the order of the text, nested ones included. */
function collectDefaults(parts: readonly Part[], defaults: Map<number, Part>): void {
  for (const part of parts) {
    const defines = part.kind === 'choice' || (part.kind === 'tabstop' && part.parts !== undefined);
    if (defines && !defaults.has(part.index)) defaults.set(part.index, part);
    if (part.kind === 'tabstop' || part.kind === 'variable') collectDefaults(part.parts ?? [], defaults);
  }
}

interface Contents {
  readonly defaults: ReadonlyMap<number, Part>;
  readonly typed: Readonly<Record<number, string>>;
}

/** `open` holds the tab stops around the place, so that one inside its own default comes out empty. */
function render(parts: readonly Part[], contents: Contents, open: ReadonlySet<number>): string {
  const renderPart = (part: Part): string => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'variable':
        return render(part.parts, contents, open);
      case 'choice':
        return contents.typed[part.index] ?? part.options[0] ?? '';
      case 'tabstop': {
        if (open.has(part.index)) return '';
        const typed = contents.typed[part.index];
        if (typed !== undefined) return typed;
        if (part.parts !== undefined) return render(part.parts, contents, new Set([...open, part.index]));
        const source = contents.defaults.get(part.index);
        return source === undefined ? '' : renderPart(source);
      }
    }
  };
  return parts.map(renderPart).join('');
}
