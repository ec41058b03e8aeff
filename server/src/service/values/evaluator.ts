import type { ServiceProject } from '../model/project';
import type { ts } from '../ts';
import { evaluateExpression } from './evaluate';
import { memberOf } from './members';
import { type Environment, noEnvironment, type Value } from './value';

/** Works out what expressions stand for, by following names, fields, calls and parameters through our own code. */
export interface Evaluator {
  readonly project: ServiceProject;
  /** What the expression stands for. Never throws; `unknown` where it cannot be told. */
  evaluate(node: ts.Expression, env?: Environment): Value;
  /** The member `name` of a value; `node` is where it is asked for. */
  member(of: Value, name: string, node: ts.Node): Value;
}

const key = {};

/** Deeper chains of names than this are given up; real ones are short. */
const maxNesting = 60;
/** What one question may cost: calls of calls multiply. */
const maxSteps = 4000;

/** The project's evaluator; what it worked out is kept for as long as the project. */
export function evaluatorOf(project: ServiceProject): Evaluator {
  return project.once(key, () => createEvaluator(project));
}

function createEvaluator(project: ServiceProject): Evaluator {
  const known = new Map<ts.Node, Value>();
  const busy = new Set<ts.Node>();
  let nesting = 0;
  let steps = 0;
  const evaluator: Evaluator = {
    project,
    evaluate(node, env = noEnvironment) {
      const plain = env === noEnvironment;
      const before = plain ? known.get(node) : undefined;
      if (before) return before;
      // A value that leads back to itself says nothing.
      if (nesting === 0) steps = 0;
      if ((plain && busy.has(node)) || nesting > maxNesting || ++steps > maxSteps)
        return { kind: 'unknown', why: 'too-deep', node };
      if (plain) busy.add(node);
      nesting++;
      try {
        const value = evaluateExpression(node, env, evaluator);
        if (plain) known.set(node, value);
        return value;
      } finally {
        nesting--;
        if (plain) busy.delete(node);
      }
    },
    member: (of, name, node) => memberOf(of, name, node, evaluator),
  };
  return evaluator;
}
