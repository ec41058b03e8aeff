import { createHash } from 'node:crypto';
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextEdit as LspTextEdit,
  type Range,
  type SnippetTextEdit,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Finding, Fix, Severity, TextEdit } from '../core/finding';
import { createLineIndex, type LineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import type { ClientFeatures } from './features';
import { ruleUrl } from './links';
import { expandSnippet } from './snippet';

/** What converting needs to know of the files; the session implements it. */
export interface Places {
  readonly features: ClientFeatures;
  /** Lines of the newest text; undefined for a file that cannot be read. */
  linesOf(uri: string): LineIndex | undefined;
  /** The URI as the client spells it. */
  clientUri(uri: string): string;
  /** The version that the editor holds; null for a file that is not open. */
  versionOf(uri: string): number | null;
}

const severityOf: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tagOf = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

const noLines = createLineIndex('');

function toRange(range: TextRange, lines: LineIndex): Range {
  return lines.rangeOf(range);
}

export function toDiagnostic(finding: Finding, places: Places): Diagnostic {
  const { features } = places;
  const lines = places.linesOf(finding.uri) ?? noLines;
  const diagnostic: Diagnostic = {
    range: toRange(finding.range, lines),
    severity: severityOf[finding.severity],
    code: finding.rule,
    source: 'thriftwise',
    message: finding.message,
  };
  if (features.codeDescription) diagnostic.codeDescription = { href: ruleUrl(finding.rule) };
  if (finding.tags.length > 0) diagnostic.tags = finding.tags.map((tag) => tagOf[tag]);
  if (features.relatedInformation && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map((each) => ({
      location: {
        uri: places.clientUri(each.uri),
        range: toRange(each.range, places.linesOf(each.uri) ?? noLines),
      },
      message: each.message,
    }));
  }
  return diagnostic;
}

/** Changes exactly when the diagnostics do. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(diagnostics)).digest('base64url');
}

function toTextEdit(edit: TextEdit, lines: LineIndex, applicability: Fix['applicability'], snippets: boolean) {
  const range = toRange(edit.range, lines);
  if (applicability !== 'template') return { range, newText: edit.newText };
  if (!snippets) return { range, newText: expandSnippet(edit.newText) };
  return { range, snippet: { kind: 'snippet' as const, value: edit.newText } };
}

/**
 * The fix as a workspace edit against the newest versions; undefined when a file it changes cannot be read.
 * Without document changes in the client, versions are lost and the plain form is used.
 */
export function toWorkspaceEdit(fix: Fix, places: Places): WorkspaceEdit | undefined {
  const { documentChanges, snippetEdits } = places.features;
  const byFile = new Map<string, (LspTextEdit | SnippetTextEdit)[]>();
  for (const edit of fix.edits) {
    const lines = places.linesOf(edit.uri);
    if (!lines) return undefined;
    const edits = byFile.get(edit.uri) ?? [];
    edits.push(toTextEdit(edit, lines, fix.applicability, documentChanges && snippetEdits));
    byFile.set(edit.uri, edits);
  }
  if (!documentChanges) {
    const changes = [...byFile].map(([uri, edits]) => [places.clientUri(uri), edits] as const);
    return { changes: Object.fromEntries(changes) as Record<string, LspTextEdit[]> };
  }
  return {
    documentChanges: [...byFile].map(
      ([uri, edits]): TextDocumentEdit => ({
        textDocument: { uri: places.clientUri(uri), version: places.versionOf(uri) },
        edits,
      }),
    ),
  };
}
