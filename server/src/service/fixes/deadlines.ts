import type { TextEdit } from '../../core/finding';
import { isAtLeast } from '../bounds/versions';
import type { ServiceProject } from '../model/project';
import { ts } from '../ts';
import { addImport, isNameTaken } from './imports';
import { indentOf, isJavaScript, newLineOf } from './layout';
import { placeholder, snippetText } from './timeouts';

interface Editing {
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** A way to give up on a promise that its library does not offer itself; `by` is the function that does so. */
export interface DeadlineFix {
  readonly by: string;
  /** Edits that hold a placeholder for the time. */
  readonly edits: readonly TextEdit[];
}

const helperName = 'withDeadline';

function helperOf(file: ts.SourceFile): ts.FunctionDeclaration | undefined {
  return file.statements
    .filter(ts.isFunctionDeclaration)
    .find(({ name, parameters }) => name?.text === helperName && parameters.length === 2);
}

/** A function that races a call against a timer, and clears the timer whoever wins. */
function helperCode(file: ts.SourceFile): string {
  const semicolon = /;\s*$/m.test(file.text) ? ';' : '';
  const quoted = (text: string): string => `\`${text}\``;
  const types = !isJavaScript(file);
  const tab = indentOf(file);
  const lines = [
    '/** Rejects when the call is not settled after `ms`, and lets go of the timer when it is. */',
    types
      ? `async function ${helperName}<T>(call: PromiseLike<T>, ms: number): Promise<T> {`
      : `async function ${helperName}(call, ms) {`,
    `${tab}let timer${types ? ': ReturnType<typeof setTimeout> | undefined' : ''}${semicolon}`,
    `${tab}const deadline = new Promise${types ? '<never>' : ''}((_, reject) => {`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code that is written.
    `${tab}${tab}timer = setTimeout(() => reject(new Error(${quoted('no answer within ${ms} ms')})), ms)${semicolon}`,
    `${tab}})${semicolon}`,
    `${tab}try {`,
    `${tab}${tab}return await Promise.race([call, deadline])${semicolon}`,
    `${tab}} finally {`,
    `${tab}${tab}clearTimeout(timer)${semicolon}`,
    `${tab}}`,
    '}',
  ];
  return lines.join(newLineOf(file));
}

/** Whether the expression is a promise for the compiler, or nothing is known of it in a file without types. */
function isPromise(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  if (type.flags & ts.TypeFlags.Any) return true;
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((each) => each.getProperty('then') !== undefined);
}

/**
 * Puts a deadline around a call that gives a promise: by p-timeout where the project has it, else by a small function that is added to the file (or
 * stands there from an earlier fix). The edits are a snippet's. Undefined where the call gives no promise, or the names are taken.
 */
export function deadlineAround(
  tools: Editing,
  node: ts.CallExpression | ts.NewExpression,
  ms: number,
  project: ServiceProject,
): DeadlineFix | undefined {
  if (!ts.isCallExpression(node) || !isPromise(node, project.checker)) return undefined;
  const file = node.getSourceFile();
  const time = placeholder(ms);
  const around = (by: string, argument: string): readonly TextEdit[] => [
    tools.insertBefore(node, `${by}(`),
    tools.insertAfter(node, `, ${argument})`),
  ];
  if (project.packages.dependenciesOf(file.fileName).has('p-timeout')) {
    const imported = addImport(tools, { module: 'p-timeout', name: undefined, local: 'pTimeout' }, file);
    if (imported) {
      const takesOptions = isAtLeast(project.packages.versionOf('p-timeout', file.fileName), '6.0.0');
      return {
        by: imported.local,
        edits: [...around(imported.local, takesOptions ? `{ milliseconds: ${time} }` : time), ...imported.edits],
      };
    }
  }
  if (helperOf(file)) return { by: helperName, edits: around(helperName, time) };
  if (isNameTaken(helperName, file)) return undefined;
  const newLine = newLineOf(file);
  const end = file.text.trimEnd().length;
  const helper = tools.edit({ start: end, end }, snippetText(`${newLine}${newLine}${helperCode(file)}`), file);
  return { by: helperName, edits: [...around(helperName, time), helper] };
}
