import type { Colors } from './colors';
import { displayWidth } from './width';

const codeIndent = '    ';

function inline(text: string, colors: Colors): string {
  return text
    .replace(/!?\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, target: string) =>
      target.startsWith('http') ? `${label} (${target})` : label,
    )
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 2
        ? colors.cyan(part.slice(1, -1))
        : part.replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => colors.bold(strong)),
    )
    .join('');
}

function codeTitle(info: string): string | undefined {
  if (/^thrift fixed/.test(info)) return 'after the fix:';
  if (info.endsWith('thriftwise.json')) return 'thriftwise.json:';
  return undefined;
}

function codeLine(line: string, colors: Colors): string {
  if (/^\s*(?:#|\/\/)?\s*\^+ /.test(line)) return colors.yellow(line);
  if (/^(?:\/\/|#) file: /.test(line)) return colors.dim(line);
  return line;
}

function table(rows: readonly string[], colors: Colors): string[] {
  const cells = rows
    .filter((row) => !/^\|[\s:|-]+\|$/.test(row))
    .map((row) =>
      row
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  const bare = (cell: string) => displayWidth(cell.replace(/`/g, ''));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => bare(row[i] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, i) => inline(cell, colors) + ' '.repeat(Math.max(0, (widths[i] ?? 0) - bare(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** Renders the Markdown of a rule page (headings, prose, lists, tables, code) for a terminal. */
export function renderMarkdown(markdown: string, colors: Colors): string {
  const out: string[] = [];
  const lines = markdown.replaceAll('\r\n', '\n').trimEnd().split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const fence = /^```(.*)$/.exec(line);
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (fence) {
      const title = codeTitle((fence[1] ?? '').trim());
      if (title) out.push(codeIndent + colors.dim(title));
      for (i++; i < lines.length && !/^```/.test(lines[i] ?? ''); i++)
        out.push((codeIndent + codeLine(lines[i] ?? '', colors)).trimEnd());
    } else if (line.startsWith('|')) {
      const start = i;
      while (lines[i + 1]?.startsWith('|')) i++;
      out.push(...table(lines.slice(start, i + 1), colors));
    } else if (heading)
      out.push(colors.bold(heading[1] === '#' ? colors.underline(heading[2] ?? '') : (heading[2] ?? '')));
    else if (/^<!--.*-->$/.test(line)) continue;
    else out.push(inline(line, colors));
  }
  return `${out.join('\n')}\n`;
}
