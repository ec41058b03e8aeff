import { noOptions } from '../../core/options';
import { enumValuesOf } from '../../idl/model/enumValues';
import type { IdlFile } from '../../idl/model/file';
import type { baseTypeNames, ConstValue, Enum, EnumItem, StructLike } from '../../idl/model/tree';
import { initializersIn, valueOwners } from '../../idl/model/walk';
import { printType } from '../../idl/query/print';
import type { Scope, TrueType } from '../../idl/resolve/scope';
import { createScopes, structEntries, type TypedValue, typedValuesIn } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { suggest } from './_suggest';
import { valueText } from './_values';

/**
 * How a value stands to its type, as Apache's compiler (0.17) and thriftgo judge it.
 * `wrong`: generation or the generated code fails; `doubtful`: one of them takes it; `dropped`: both read it as an empty container.
 */
type Verdict = 'fits' | 'wrong' | 'doubtful' | 'dropped';

type Kind = 'bool' | 'integer' | 'double' | 'text' | 'enum' | 'sequence' | 'map' | 'struct';

const scalarKinds: Readonly<Record<(typeof baseTypeNames)[number], Kind>> = {
  bool: 'bool',
  byte: 'integer',
  i8: 'integer',
  i16: 'integer',
  i32: 'integer',
  i64: 'integer',
  double: 'double',
  string: 'text',
  binary: 'text',
  uuid: 'text',
  slist: 'text',
};

function kindOf(type: TrueType): Kind | undefined {
  switch (type.kind) {
    case 'unknown':
      return undefined;
    case 'definition':
      if (type.definition.kind === 'Enum') return 'enum';
      return type.definition.kind === 'Senum' ? 'text' : 'struct';
    case 'type':
      if (type.type.kind === 'BaseType') return scalarKinds[type.type.name];
      return type.type.kind === 'MapType' ? 'map' : 'sequence';
  }
}

const isContainer = (kind: Kind): boolean => kind === 'sequence' || kind === 'map';

function judgeLiteral(value: Exclude<ConstValue, { kind: 'ValueReference' }>, kind: Kind): Verdict {
  switch (value.kind) {
    case 'IntLiteral':
      if (isContainer(kind)) return 'dropped';
      return kind === 'text' || kind === 'struct' ? 'wrong' : 'fits';
    case 'DoubleLiteral':
      if (isContainer(kind)) return 'dropped';
      return kind === 'double' ? 'fits' : kind === 'bool' ? 'doubtful' : 'wrong';
    case 'StringLiteral':
      if (isContainer(kind)) return 'dropped';
      return kind === 'text' ? 'fits' : 'wrong';
    case 'ListLiteral':
      if (kind === 'map') return value.elements.length === 0 ? 'fits' : 'dropped';
      return kind === 'sequence' ? 'fits' : 'wrong';
    case 'MapLiteral':
      if (kind === 'sequence') return value.entries.length === 0 ? 'fits' : 'dropped';
      return kind === 'map' || kind === 'struct' ? 'fits' : 'wrong';
  }
}

/** `true` and `false` are the numbers 1 and 0 to Apache's compiler. */
function judgeBoolean(value: boolean, kind: Kind, type: TrueType): Verdict {
  if (isContainer(kind)) return 'dropped';
  if (kind === 'bool' || kind === 'integer' || kind === 'double') return 'fits';
  const owner = kind === 'enum' && type.kind === 'definition' && type.definition.kind === 'Enum' && type.definition;
  return owner && [...enumValuesOf(owner)].some((item) => item.value === (value ? 1n : 0n)) ? 'doubtful' : 'wrong';
}

function judgeItem(owner: Enum, item: EnumItem, kind: Kind, type: TrueType): Verdict {
  if (kind === 'bool' || kind === 'integer' || kind === 'double') return 'fits';
  if (kind !== 'enum' || type.kind !== 'definition' || type.definition.kind !== 'Enum') return 'wrong';
  if (type.definition === owner) return 'fits';
  // Apache's compiler compares the item's name alone.
  return type.definition.items.some((other) => other.name.text === item.name.text) ? 'doubtful' : 'wrong';
}

function judgeConstant(from: TrueType, kind: Kind, type: TrueType): Verdict {
  const given = kindOf(from);
  if (!given) return 'fits';
  if (kind === 'enum' || kind === 'struct') {
    if (given !== kind) return kind === 'enum' && given === 'integer' ? 'doubtful' : 'wrong';
    const same = from.kind === 'definition' && type.kind === 'definition' && from.definition === type.definition;
    return same ? 'fits' : 'wrong';
  }
  if (given === kind) return 'fits';
  if (kind === 'bool') return given === 'integer' ? 'fits' : 'wrong';
  if (kind === 'integer') return given === 'bool' || given === 'enum' ? 'fits' : 'wrong';
  if (kind === 'double') return given === 'bool' || given === 'integer' ? 'fits' : 'wrong';
  return 'wrong';
}

export const rule = linkedRule({
  id: 'idl/value-mismatch',
  group: 'language',
  summary: { en: 'a default or constant that does not fit its type', zh: '与类型不符的默认值或常量' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  brokenToo: true,
  messages: {
    wrong: { en: '{value} is not a value of type {type}', zh: '{value} 不是 {type} 类型的值' },
    doubtful: {
      en: '{value} is not a value of type {type}; some code generators refuse it',
      zh: '{value} 不是 {type} 类型的值，部分代码生成器会拒绝',
    },
    dropped: {
      en: '{value} is not a value of type {type}; code generators drop it without a word',
      zh: '{value} 不是 {type} 类型的值，代码生成器会悄悄丢弃它',
    },
    noNumber: {
      en: "enum {type} has no item with the number {value}; Apache's compiler refuses it",
      zh: '枚举 {type} 中没有值为 {value} 的项，Apache 编译器会拒绝',
    },
    noField: { en: '{type} has no field {name}', zh: '{type} 中没有字段 {name}' },
    noFieldNear: {
      en: '{type} has no field {name}; did you mean "{best}"?',
      zh: '{type} 中没有字段 {name}，是否想写“{best}”？',
    },
    key: {
      en: '{value} cannot be a key here: a literal of {type} names its fields in quotes',
      zh: '{value} 不能作为键：{type} 的字面量要用带引号的字段名作键',
    },
    change: { en: 'Change to "{best}"', zh: '改为“{best}”' },
  },
  on: valueOwners,
  check(definition, { report, file, scope, project }) {
    if (initializersIn(definition).length === 0 || file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    for (const typed of typedValuesIn(definition, scope, scopeOf)) {
      const verdict = judge(typed, scope, scopeOf);
      const type = typed.declared ? printType(typed.declared) : '';
      if (verdict !== 'fits') {
        report({
          at: typed.value,
          severity: verdict === 'wrong' && !isTolerated(typed) ? 'error' : 'warning',
          message: verdict === 'wrong' && isTolerated(typed) ? 'doubtful' : verdict,
          data: { value: valueText(file, typed.value), type },
        });
        continue;
      }
      checkNumber(typed, type);
      if (typed.value.kind === 'MapLiteral' && typed.type.kind === 'definition' && 'fields' in typed.type.definition)
        checkFields(typed.value, typed.type.definition, typed.aliased);
    }

    function checkNumber({ value, type: resolved }: TypedValue, type: string): void {
      if (value.kind !== 'IntLiteral' || resolved.kind !== 'definition' || resolved.definition.kind !== 'Enum') return;
      const { definition: owner } = resolved;
      if (owner.broken || [...enumValuesOf(owner)].some((item) => item.value === value.value)) return;
      report({ at: value, severity: 'warning', message: 'noNumber', data: { type, value: value.text } });
    }

    function checkFields(
      literal: Extract<ConstValue, { kind: 'MapLiteral' }>,
      owner: StructLike,
      aliased: boolean,
    ): void {
      if (owner.broken) return;
      const type = owner.name.text;
      // Below a typedef Apache's compiler still looks for the fields of a struct, but not for those of an exception.
      const severity = aliased && owner.kind === 'Exception' ? 'warning' : 'error';
      for (const { entry, field } of structEntries(literal, owner)) {
        const { key } = entry;
        if (field) continue;
        if (key.kind !== 'StringLiteral') {
          report({ at: key, severity, message: 'key', data: { type, value: valueText(file, key) } });
          continue;
        }
        const [best] = suggest(
          key.value,
          owner.fields.map((each) => each.name.text),
          1,
        );
        report({
          at: key,
          severity,
          message: best === undefined ? 'noField' : 'noFieldNear',
          data: { type, name: key.text, best: best ?? '' },
          fixes: ({ fix, replace }) =>
            best === undefined ? [] : [fix('suggested', 'change', { best }, [replace(key, `"${best}"`)])],
        });
      }
    }
  },
});

/** Whether Apache's compiler lets the value pass: it checks nothing below a typedef, but reads whatever stands for an enum as a number. */
function isTolerated({ aliased, value, type }: TypedValue): boolean {
  if (!aliased || type.kind !== 'definition' || type.definition.kind !== 'Enum') return aliased;
  return value.kind !== 'ValueReference' && [...enumValuesOf(type.definition)].some((item) => item.value === 0n);
}

function judge(typed: TypedValue, own: Scope, scopeOf: (file: IdlFile) => Scope): Verdict {
  const { value, type } = typed;
  const kind = kindOf(type);
  if (!kind || (type.kind === 'definition' && type.definition.broken)) return 'fits';
  if (value.kind !== 'ValueReference') return judgeLiteral(value, kind);
  const { text } = value.name;
  if (text === 'true' || text === 'false') return judgeBoolean(text === 'true', kind, type);
  const found = own.value(text);
  if (found.kind !== 'found') return 'fits';
  if (found.item && found.definition.kind === 'Enum') return judgeItem(found.definition, found.item, kind, type);
  if (found.definition.kind !== 'Const') return 'fits';
  return judgeConstant(scopeOf(found.file).trueType(found.definition.type), kind, type);
}
