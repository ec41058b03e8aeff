import type { Localized } from '../../core/finding';
import { contains, type TextRange } from '../../core/range';
import { addField } from '../edit/addField';
import { idsOf, nextFreeId } from '../model/fieldIds';
import { type IdlFile, isNamed, isStructLike } from '../model/file';
import type { Definition, Method, Service, StructLike } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { type Scope, structLikeOf } from '../resolve/scope';
import { toPascalCase } from '../vocabulary/naming';
import { createMissing, createNamed, createResponse } from './createType';
import { moveTargets } from './moveDefinition';
import type { Refactoring } from './refactoring';
import { wrapArguments } from './wrapArguments';

const titles = {
  wrap: {
    en: 'Extract the arguments into "{name}" (changes the wire and the signature)',
    zh: '将参数提取到“{name}”（会改变线上格式与方法签名）',
  },
  addField: {
    en: 'Add an optional field {id} to "{name}" (changes the wire)',
    zh: '为“{name}”添加可选字段 {id}（会改变线上格式）',
  },
  addMember: {
    en: 'Add a member {id} to "{name}" (changes the wire)',
    zh: '为“{name}”添加成员 {id}（会改变线上格式）',
  },
} satisfies Record<string, Localized>;

/** Adds one more field with the next id; its type and name are placeholders. */
function addNextField(file: IdlFile, owner: StructLike): Refactoring | undefined {
  const id = nextFreeId(idsOf(owner.fields));
  if (id === undefined) return undefined;
  const requiredness = owner.kind === 'Union' ? '' : 'optional ';
  const edits = addField(file, owner, `${id}: ${requiredness}\${1:string} \${2:new_field}`);
  const title = owner.kind === 'Union' ? titles.addMember : titles.addField;
  return (
    edits && {
      kind: 'rewrite',
      title,
      data: { id: String(id), name: owner.name.text },
      applicability: 'template',
      edits,
    }
  );
}

/** Whether the method takes one struct already, or something that cannot be seen and may be one. */
function hasRequest(scope: Scope, method: Method): boolean {
  const [only, ...others] = method.arguments;
  if (!only || others.length > 0) return false;
  const real = scope.trueType(only.type);
  return real.kind === 'unknown' || structLikeOf(real) !== undefined;
}

function wrap(scope: Scope, project: IdlProject, service: Service, method: Method): Refactoring | undefined {
  if (hasRequest(scope, method)) return undefined;
  const name = `${toPascalCase(method.name.text)}Request`;
  const edits = wrapArguments(project, scope.file, service, method, name);
  return edits && { kind: 'extract', title: titles.wrap, data: { name }, applicability: 'suggested', edits };
}

/** Whether the cursor stands on a line of the body on which there is nothing else. */
function isOnEmptyLine(file: IdlFile, owner: StructLike, range: TextRange): boolean {
  const body = file.rangeOf({ in: owner, span: owner.body });
  if (range.start !== range.end || range.start <= body.start || range.end >= body.end) return false;
  const line = file.lines.lineRange(file.lines.positionAt(range.start).line);
  return file.text.slice(line.start, line.end).trim() === '';
}

function offersIn(file: IdlFile, definition: Definition, range: TextRange): (Refactoring | undefined)[] | undefined {
  if (!isStructLike(definition) || definition.broken) return undefined;
  const isOnName = contains(file.rangeOf(definition.name), range);
  return isOnName || isOnEmptyLine(file, definition, range) ? [addNextField(file, definition)] : undefined;
}

export interface RefactoringInput {
  readonly scope: Scope;
  readonly project: IdlProject;
  /** Whether new files can be made; a URI is free when nothing lies there. */
  readonly isFree: ((uri: string) => boolean) | undefined;
}

/** The refactorings that make sense where the cursor stands, or for the name that is selected. */
export function refactoringsAt(range: TextRange, { scope, project, isFree }: RefactoringInput): Refactoring[] {
  const { file } = scope;
  if (file.document.fbthrift) return [];
  const definition = file.definitions.find((each) => {
    const chunk = file.chunkOf(each);
    const whole = file.rangeOf({ in: each, span: { start: 0, end: chunk?.length ?? 0 } });
    return contains(whole, range);
  });
  if (!definition) return [];
  const offered: (Refactoring | undefined)[] = [];
  if (definition.kind === 'Service') {
    const method = definition.methods.find((each) => contains(file.rangeOf(each), range));
    if (method && contains(file.rangeOf(method.name), range)) {
      offered.push(
        createMissing(scope, project, method),
        method.oneway ? undefined : wrap(scope, project, definition, method),
        createResponse(scope, project, definition, method),
      );
    } else if (method) offered.push(createNamed(scope, project, definition, range.start));
  } else {
    offered.push(createNamed(scope, project, definition, range.start));
    offered.push(...(offersIn(file, definition, range) ?? []));
  }
  if (isNamed(definition) && contains(file.rangeOf(definition.name), range))
    offered.push(...moveTargets(scope, project, definition, isFree));
  return offered.flatMap((each) => each ?? []);
}
