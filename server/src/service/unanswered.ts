import type { ServiceProject } from './model/project';
import type { ts } from './ts';

const known = new WeakMap<ServiceProject, (node: ts.Node) => boolean>();

/** Says which functions of handlers have no caller who waits for an answer: what they throw reaches nobody. Only the IDL knows. */
export function setUnanswered(project: ServiceProject, isUnanswered: (node: ts.Node) => boolean): void {
  known.set(project, isUnanswered);
}

/** Whether a function of a handler surely has no caller who waits for an answer. */
export function isUnanswered(node: ts.Node, project: ServiceProject): boolean {
  return known.get(project)?.(node) ?? false;
}
