import { noOptions } from '../../core/options';
import type { IdlFile } from '../../idl/model/file';
import type { Field, StructLike } from '../../idl/model/tree';
import { type Scope, structLikeOf } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';

interface Step {
  readonly file: IdlFile;
  readonly owner: StructLike;
  readonly field: Field;
  readonly target: StructLike;
  readonly targetFile: IdlFile;
}

/** The required fields that hold a struct or exception as such; one in a container may be left out of it. */
function stepsFrom(owner: StructLike, file: IdlFile, scopeOf: (file: IdlFile) => Scope): Step[] {
  const steps: Step[] = [];
  // A value of a union sets one field alone, whatever stands before the others.
  if (owner.kind === 'Union') return steps;
  for (const field of owner.fields) {
    if (field.requiredness?.text !== 'required' || field.type.kind !== 'NamedType') continue;
    const resolved = scopeOf(file).trueType(field.type);
    const target = structLikeOf(resolved);
    if (target && resolved.kind === 'definition') steps.push({ file, owner, field, target, targetFile: resolved.file });
  }
  return steps;
}

/** Whether any required field has a type of its own. */
function mayRequire(struct: StructLike): boolean {
  for (const { requiredness, type } of struct.fields)
    if (requiredness?.text === 'required' && type.kind === 'NamedType') return struct.kind !== 'Union';
  return false;
}

/** The shortest chain of required fields from `start` back to the struct that has it, `start` first; undefined when there is none. */
function cycleFrom(start: Step, scopeOf: (file: IdlFile) => Scope): Step[] | undefined {
  // Most lead nowhere.
  if (start.target !== start.owner && !mayRequire(start.target)) return undefined;
  const reachedBy = new Map<StructLike, Step>([[start.target, start]]);
  for (const by of reachedBy.values()) {
    if (by.target === start.owner) {
      const way = [by];
      for (let at = by; at !== start; ) {
        const before = reachedBy.get(at.owner);
        if (!before) break;
        way.unshift(before);
        at = before;
      }
      return way;
    }
    for (const step of stepsFrom(by.target, by.targetFile, scopeOf))
      if (!reachedBy.has(step.target)) reachedBy.set(step.target, step);
  }
  return undefined;
}

/** Whether `owner` stands before all others of the cycle that lie in its file: the cycle is reported there and once. */
function isFirst(owner: StructLike, cycle: readonly Step[], file: IdlFile): boolean {
  const own = file.rangeOf(owner).start;
  return cycle.every((step) => step.file.uri !== file.uri || file.rangeOf(step.owner).start >= own);
}

export const rule = linkedRule({
  id: 'idl/required-recursion',
  group: 'language',
  summary: { en: 'a required field that leads back to its own struct', zh: '通过必填字段又包含自己的结构体' },
  severity: 'error',
  presets: { apache: 'warning' },
  fix: 'suggested',
  options: noOptions,
  messages: {
    self: {
      en: '"{name}" requires another "{owner}", which requires another one without end: no value can ever be built',
      zh: '“{name}”要求再包含一个“{owner}”，如此无穷无尽，永远无法构造出一个值',
    },
    cycle: {
      en: 'every "{owner}" requires another one without end ({way}): no value can ever be built',
      zh: '每个“{owner}”都要求再包含一个“{owner}”（{way}），永远无法构造出一个值',
    },
    part: { en: 'this field requires a "{target}"', zh: '该字段要求包含一个“{target}”' },
    optional: {
      en: 'Make "{name}" optional (changes the wire)',
      zh: '把“{name}”改为 optional（会改变线上格式）',
    },
  },
  on: ['Struct', 'Exception'],
  check(owner, { file, report, scope, project }) {
    if ((owner.kind !== 'Struct' && owner.kind !== 'Exception') || file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    const told = new Set<Field>();
    for (const start of stepsFrom(owner, file, scopeOf)) {
      const cycle = told.has(start.field) ? undefined : cycleFrom(start, scopeOf);
      if (!cycle || !isFirst(owner, cycle, file)) continue;
      for (const step of cycle) told.add(step.field);
      tell(start, cycle);
    }

    function tell(first: Step, cycle: readonly Step[]): void {
      const { owner } = first;
      const rest = cycle.slice(1);
      const way = cycle.map((step) => `${step.owner.name.text}.${step.field.name.text}`).join(' → ');
      report({
        at: first.field.name,
        message: rest.length === 0 ? 'self' : 'cycle',
        data: { owner: owner.name.text, name: first.field.name.text, way },
        related: rest.map((step) => ({
          at: step.field.name,
          file: step.file,
          message: 'part',
          data: { target: step.target.name.text },
        })),
        fixes: ({ fix, replace }) => {
          const { requiredness } = first.field;
          if (!requiredness) return [];
          const place = { in: owner, span: requiredness.span };
          return [fix('suggested', 'optional', { name: first.field.name.text }, [replace(place, 'optional')])];
        },
      });
    }
  },
});
