/** The end of the placeholder whose `${` ends before `at`; -1 when it is not closed. */
function closing(snippet: string, at: number): number {
  let depth = 1;
  for (let i = at; i < snippet.length; i++) {
    const c = snippet[i];
    if (c === '\\') i++;
    else if (c === '$' && snippet[i + 1] === '{') {
      depth++;
      i++;
    } else if (c === '}' && --depth === 0) return i;
  }
  return -1;
}

function expandPlaceholder(inside: string): string {
  const match = /^(?:\d+|[A-Za-z_]\w*)(?:(:)|(\|))?/.exec(inside);
  if (!match) return '';
  const rest = inside.slice(match[0].length);
  if (match[1]) return expandSnippet(rest);
  // A choice: the first one stands.
  return match[2]
    ? rest
        .replace(/\|$/, '')
        .replace(/(?<!\\),[\s\S]*$/, '')
        .replace(/\\([\\,|])/g, '$1')
    : '';
}

/** The text that an LSP snippet leaves when every placeholder keeps its default: for clients without snippet edits. */
export function expandSnippet(snippet: string): string {
  let text = '';
  for (let i = 0; i < snippet.length; i++) {
    const c = snippet[i] ?? '';
    if (c === '\\' && /[\\$}]/.test(snippet[i + 1] ?? '')) text += snippet[++i] ?? '';
    else if (c !== '$') text += c;
    else if (snippet[i + 1] === '{') {
      const end = closing(snippet, i + 2);
      if (end === -1) return text + snippet.slice(i);
      text += expandPlaceholder(snippet.slice(i + 2, end));
      i = end;
    } else {
      const name = /^(?:\d+|[A-Za-z_]\w*)/.exec(snippet.slice(i + 1))?.[0];
      if (name === undefined) text += c;
      else i += name.length;
    }
  }
  return text;
}
