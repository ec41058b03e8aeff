import { noOptions } from '../../core/options';
import type { IdlFile } from '../../idl/model/file';
import type { Typedef } from '../../idl/model/tree';
import { typesIn } from '../../idl/model/walk';
import type { Scope } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';

interface Step {
  readonly file: IdlFile;
  readonly typedef: Typedef;
  /** Whether the typedef was reached through a container: some compilers take such a cycle as long as nothing uses it. */
  readonly contained: boolean;
}

/** The typedefs that the definition of `step` names, those inside of containers too. */
function next(step: Step, scopeOf: (file: IdlFile) => Scope): Step[] {
  const scope = scopeOf(step.file);
  const steps: Step[] = [];
  for (const type of typesIn(step.typedef.type)) {
    if (type.kind !== 'NamedType') continue;
    const found = scope.type(type.name.text);
    if (found.kind === 'found' && found.definition.kind === 'Typedef')
      steps.push({ file: found.file, typedef: found.definition, contained: type !== step.typedef.type });
  }
  return steps;
}

/** The shortest way from a typedef back to itself, its last step; undefined when there is none. */
function cycleFrom(start: Step, scopeOf: (file: IdlFile) => Scope): Step[] | undefined {
  const reachedFrom = new Map<Typedef, { step: Step; from: Typedef | undefined }>();
  reachedFrom.set(start.typedef, { step: start, from: undefined });
  for (const { step } of reachedFrom.values()) {
    for (const each of next(step, scopeOf)) {
      if (each.typedef === start.typedef) {
        const way: Step[] = [each];
        for (let at = reachedFrom.get(step.typedef); at; at = at.from && reachedFrom.get(at.from)) way.push(at.step);
        return way.slice(0, -1).reverse();
      }
      if (!reachedFrom.has(each.typedef)) reachedFrom.set(each.typedef, { step: each, from: step.typedef });
    }
  }
  return undefined;
}

/** Whether the typedef stands before all others of the cycle that lie in its file: the cycle is reported there and once. */
function isFirst(typedef: Typedef, cycle: readonly Step[], file: IdlFile): boolean {
  const own = file.rangeOf(typedef).start;
  return cycle.every((step) => step.file.uri !== file.uri || file.rangeOf(step.typedef).start >= own);
}

export const rule = linkedRule({
  id: 'idl/typedef-cycle',
  group: 'language',
  summary: { en: 'a typedef that leads back to itself', zh: '循环的 typedef' },
  severity: 'error',
  options: noOptions,
  messages: {
    self: {
      en: 'typedef "{name}" stands for itself; code generators hang or crash',
      zh: 'typedef“{name}”指向自己，代码生成器会卡住或崩溃',
    },
    cycle: {
      en: 'typedef "{name}" leads back to itself: {way}; code generators hang or crash',
      zh: 'typedef“{name}”又指回自己：{way}；代码生成器会卡住或崩溃',
    },
    part: { en: '"{name}" is part of the cycle', zh: '“{name}”在这个循环中' },
  },
  on: ['Typedef'],
  check(typedef, { file, report, scope, project }) {
    if (typedef.kind !== 'Typedef' || file.document.fbthrift) return;
    const cycle = cycleFrom({ file, typedef, contained: false }, createScopes(scope, project));
    if (!cycle || !isFirst(typedef, cycle, file)) return;
    const names = [typedef.name.text, ...cycle.map((step) => step.typedef.name.text)];
    report({
      at: typedef.name,
      message: cycle.length === 1 ? 'self' : 'cycle',
      data: { name: typedef.name.text, way: names.join(' → ') },
      severity: cycle.some((step) => step.contained) ? 'warning' : 'error',
      related: cycle.slice(0, -1).map((step) => ({
        at: step.typedef.name,
        file: step.file,
        message: 'part',
        data: { name: step.typedef.name.text },
      })),
    });
  },
});
