import type {
  AnnotationList,
  ConstValue,
  EnumItem,
  Field,
  Identifier,
  Method,
  NamedDefinition,
  Type,
} from '../model/tree';
import { isVoid } from '../model/walk';

/** How many members of a definition are printed. */
const maxMembers = 16;
/** A signature that is longer is printed with one argument a line. */
const maxWidth = 90;
const maxElements = 8;

function printAnnotations(list: AnnotationList | undefined): string {
  if (!list || list.items.length === 0) return '';
  const items = list.items.map(({ key, value }) => (value ? `${key.text} = ${value.text}` : key.text));
  return ` (${items.join(', ')})`;
}

/** A type on one line, annotations left out. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'BaseType':
      return type.name;
    case 'NamedType':
      return type.name.text;
    case 'ListType':
      return `list<${printType(type.element)}>`;
    case 'SetType':
      return `set<${printType(type.element)}>`;
    case 'MapType':
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
  }
}

function printSome<T>(all: readonly T[], print: (each: T) => string, open: string, close: string): string {
  const shown = all.slice(0, maxElements).map(print);
  return `${open}${[...shown, ...(shown.length < all.length ? ['...'] : [])].join(', ')}${close}`;
}

/** A value on one line; of long literals the beginning. */
export function printValue(value: ConstValue): string {
  switch (value.kind) {
    case 'ValueReference':
      return value.name.text;
    case 'ListLiteral':
      return printSome(value.elements, printValue, '[', ']');
    case 'MapLiteral':
      return printSome(value.entries, ({ key, value: of }) => `${printValue(key)}: ${printValue(of)}`, '{', '}');
    default:
      return value.text;
  }
}

export function printField(field: Field): string {
  const { id, requiredness, reference, type, name, defaultValue, annotations } = field;
  const start = `${id ? `${id.text}: ` : ''}${requiredness ? `${requiredness.text} ` : ''}`;
  const value = defaultValue ? ` = ${printValue(defaultValue)}` : '';
  return `${start}${printType(type)} ${reference ? '&' : ''}${name.text}${value}${printAnnotations(annotations)}`;
}

export function printItem(item: EnumItem): string {
  return `${item.name.text}${item.value ? ` = ${item.value.text}` : ''}${printAnnotations(item.annotations)}`;
}

function printList(head: string, fields: readonly string[], tail: string): string {
  const flat = `${head}(${fields.join(', ')})${tail}`;
  if (flat.length <= maxWidth || fields.length === 0) return flat;
  return `${head}(\n${fields.map((field) => `  ${field},\n`).join('')})${tail}`;
}

export function printMethod(method: Method): string {
  const { oneway, returns, name, throws, annotations } = method;
  const result = isVoid(returns) ? 'void' : printType(returns);
  const head = `${oneway ? `${oneway.text} ` : ''}${result} ${name.text}`;
  const signature = printList(head, method.arguments.map(printField), '');
  const thrown = throws ? printList(' throws ', throws.fields.map(printField), '') : '';
  return `${signature}${thrown}${printAnnotations(annotations)}`;
}

function printBody(head: string, members: readonly string[]): string {
  if (members.length === 0) return `${head} {}`;
  const shown = members.slice(0, maxMembers).flatMap((member) => member.split('\n').map((line) => `  ${line}\n`));
  const rest = members.length > maxMembers ? '  ...\n' : '';
  return `${head} {\n${shown.join('')}${rest}}`;
}

function printHead(keyword: string, name: Identifier, base: Identifier | undefined): string {
  return `${keyword} ${name.text}${base ? ` extends ${base.text}` : ''}`;
}

/** A definition as it could stand in a file, without comments; of a large one the beginning. */
export function printDefinition(definition: NamedDefinition): string {
  const { name } = definition;
  switch (definition.kind) {
    case 'Const':
      return `const ${printType(definition.type)} ${name.text}${definition.value ? ` = ${printValue(definition.value)}` : ''}`;
    case 'Typedef':
      return `typedef ${printType(definition.type)} ${name.text}${printAnnotations(definition.annotations)}`;
    case 'Enum':
      return `${printBody(`enum ${name.text}`, definition.items.map(printItem))}${printAnnotations(definition.annotations)}`;
    case 'Senum':
      return printBody(
        `senum ${name.text}`,
        definition.items.map(({ text }) => text),
      );
    case 'Service': {
      const head = printHead('service', name, definition.extends);
      return `${printBody(head, definition.methods.map(printMethod))}${printAnnotations(definition.annotations)}`;
    }
    default: {
      const head = printHead(definition.keyword.text, name, undefined);
      return `${printBody(head, definition.fields.map(printField))}${printAnnotations(definition.annotations)}`;
    }
  }
}
