import type { Type } from '../model/tree';
import { Code, isBaseType, isKeyword, isRequiredness, isSeparator, isXsd, opensDefinition } from '../syntax/codes';
import type { Tape } from '../syntax/lexer';
import type { Annotated, FieldList, Place, Step } from './place';
import { sketchList, sketchMap, sketchNamed } from './sketch';

/** What reading a part came to: `end` when the tokens ended in it, so that the place is known. */
type Read = 'read' | 'end';

type TypePlace = Extract<Place, { kind: 'type' }>;

const nothing: Place = { kind: 'nothing' };

const structKinds: ReadonlyMap<number, FieldList> = new Map([
  [Code.Struct, 'struct'],
  [Code.Union, 'union'],
  [Code.Exception, 'exception'],
]);

/**
 * What may be written behind the tokens of `tape`, which begin with the keyword of a definition (or are none) and end before
 * the word under the cursor. `newline` tells whether that word is on another line than the last token. Tokens that make no sense
 * are passed over: half-typed text is what this is for.
 */
export function placeBehind({ codes, starts, ends, first, text }: Tape, newline: boolean): Place {
  let at = 0;
  let place: Place = { kind: 'definition' };
  /** The method whose arguments are read. */
  let method: string | undefined;

  const isEnd = (): boolean => at >= codes.length;
  const code = (ahead = 0): number => codes[at + ahead] ?? Code.End;
  const textOf = (index: number): string => text.slice(starts[index], ends[index]);
  const isWord = (): boolean => code() === Code.Identifier || isKeyword(code());
  const stop = (found: Place): 'end' => {
    place = found;
    return 'end';
  };
  /** The word begins a new part where it is on a line of its own, or behind an opening bracket or a separator. */
  const isFresh = (): boolean => {
    const last = codes[at - 1] ?? Code.End;
    return newline || isSeparator(last) || last === Code.OpenBrace || last === Code.OpenParen;
  };
  const stopFresh = (found: Place): 'end' => stop(isFresh() ? found : nothing);
  /** Whether a definition begins here, or a numbered field, whatever was left open before. */
  const isNextDefinition = (): boolean => first[at] === true && opensDefinition(code());
  const isNextField = (): boolean => first[at] === true && code() === Code.Integer && code(1) === Code.Colon;

  function readAnnotations(on: Annotated): Read {
    if (code() !== Code.OpenParen) return 'read';
    at++;
    const used: string[] = [];
    for (;;) {
      if (isEnd()) return stopFresh({ kind: 'annotation-key', on, used });
      if (code() === Code.CloseParen) {
        at++;
        return 'read';
      }
      if (isNextField() || isNextDefinition() || code() === Code.CloseBrace) return 'read';
      if (!isWord()) {
        at++;
        continue;
      }
      const key = textOf(at++);
      used.push(key);
      if (code() !== Code.Equals) continue;
      at++;
      if (isEnd()) return stop({ kind: 'annotation-value', on, key });
      if (code() === Code.String || code() === Code.Integer) at++;
    }
  }

  function readType(where: TypePlace['where'], inside?: TypePlace['inside']): Type | 'end' | undefined {
    if (isEnd()) return stop({ kind: 'type', where, inside, method });
    const container = code();
    let type: Type | undefined;
    if (container === Code.List || container === Code.Set || container === Code.Map) {
      at++;
      if (code() === Code.CppType) at += 2;
      const isMap = container === Code.Map;
      if (isEnd()) return stop(nothing);
      if (code() !== Code.OpenAngle) return undefined;
      at++;
      const inner = readType(where, isMap ? 'key' : 'element');
      if (inner === undefined || inner === 'end') return inner;
      type = inner;
      if (isMap) {
        if (isEnd()) return stop(nothing);
        if (code() === Code.Comma) at++;
        const value = readType(where, 'value');
        if (value === undefined || value === 'end') return value;
        type = sketchMap(inner, value);
      } else type = sketchList(container === Code.List ? 'ListType' : 'SetType', inner);
      if (isEnd()) return stop(nothing);
      if (code() === Code.CloseAngle) at++;
    } else if (code() === Code.Identifier || isBaseType(code())) type = sketchNamed(textOf(at++));
    if (type && code() === Code.OpenParen && readAnnotations({ kind: 'type' }) === 'end') return 'end';
    return type;
  }

  function readElements(type: Type | undefined, path: readonly Step[]): Read {
    const element: readonly Step[] = [...path, { kind: 'element' }];
    at++;
    for (;;) {
      if (isEnd()) {
        const isDue = isFresh() || codes[at - 1] === Code.OpenBracket;
        return stop(isDue ? { kind: 'value', type, path: element } : nothing);
      }
      if (code() === Code.CloseBracket) {
        at++;
        return 'read';
      }
      if (isNextDefinition() || code() === Code.CloseBrace) return 'read';
      const before = at;
      if (!isSeparator(code()) && readValue(type, element) === 'end') return 'end';
      if (at === before) at++;
    }
  }

  function readEntries(type: Type | undefined, path: readonly Step[]): Read {
    const used: string[] = [];
    at++;
    for (;;) {
      const key: readonly Step[] = [...path, { kind: 'key', used }];
      if (isEnd()) return stopFresh({ kind: 'value', type, path: key });
      if (code() === Code.CloseBrace) {
        at++;
        return 'read';
      }
      if (isNextDefinition()) return 'read';
      const before = at;
      if (!isSeparator(code())) {
        const name = code() === Code.String ? textOf(at).slice(1, -1) : undefined;
        if (name !== undefined) used.push(name);
        if (readValue(type, key) === 'end') return 'end';
        if (isEnd()) return stop(nothing);
        if (code() === Code.Colon) {
          at++;
          if (readValue(type, [...path, { kind: 'value', key: name }]) === 'end') return 'end';
        }
      }
      if (at === before) at++;
    }
  }

  function readValue(type: Type | undefined, path: readonly Step[]): Read {
    if (isEnd()) return stop({ kind: 'value', type, path });
    if (code() === Code.OpenBracket) return readElements(type, path);
    if (code() === Code.OpenBrace) return readEntries(type, path);
    const isLiteral = code() === Code.Integer || code() === Code.Double || code() === Code.String;
    if ((isLiteral && !isNextField()) || code() === Code.Identifier || code() === Code.True || code() === Code.False)
      at++;
    return 'read';
  }

  function readField(list: FieldList, ids: string[], names: string[]): Read {
    const next: Place = { kind: 'field', list, ids };
    if (code() === Code.Integer) {
      const id = textOf(at++);
      if (isEnd()) return stop(nothing);
      if (code() !== Code.Colon) return 'read';
      at++;
      ids.push(id);
    }
    if (isEnd()) return stop({ kind: 'field-head', list, method });
    if (isNextField()) return 'read';
    let isOptional = list === 'union';
    if (isRequiredness(code())) {
      isOptional ||= code() === Code.Optional;
      at++;
    }
    const type = readType(list);
    if (type === 'end') return 'end';
    if (type === undefined) return 'read';
    if (code() === Code.Ampersand) at++;
    if (isEnd()) return stopFresh(next);
    if (!isWord() || isNextDefinition()) return 'read';
    const name = textOf(at++);
    names.push(name);
    if (isEnd()) return stopFresh(next);
    if (code() === Code.Equals) {
      at++;
      if (readValue(type, []) === 'end') return 'end';
    }
    while (isXsd(code())) at++;
    const field = { list, type, name, isOptional, names: [...names] };
    if (readAnnotations({ kind: 'field', field }) === 'end') return 'end';
    return isEnd() ? stopFresh(next) : 'read';
  }

  function readFields(list: FieldList, close: number): Read {
    const ids: string[] = [];
    const names: string[] = [];
    at++;
    for (;;) {
      if (isEnd()) return stopFresh({ kind: 'field', list, ids: [...ids] });
      if (code() === close) {
        at++;
        return 'read';
      }
      if (isNextDefinition() || code() === Code.CloseBrace) return 'read';
      // A method that begins behind arguments that were never closed.
      if (close === Code.CloseParen && first[at] && (code() === Code.Void || code() === Code.Oneway)) return 'read';
      const before = at;
      if (!isSeparator(code()) && readField(list, ids, names) === 'end') return 'end';
      if (at === before) at++;
    }
  }

  function readMethod(): Read {
    const next: Place = { kind: 'method' };
    if (code() === Code.Oneway || code() === Code.Async) {
      at++;
      if (isEnd()) return stop({ kind: 'oneway-result' });
    }
    if (code() === Code.Void) at++;
    else {
      const type = readType('result');
      if (type === 'end') return 'end';
      if (type === undefined) return 'read';
    }
    if (isEnd()) return stopFresh(next);
    if (!isWord() || isNextDefinition()) return 'read';
    const name = textOf(at++);
    if (isEnd()) return stopFresh(next);
    if (code() !== Code.OpenParen) return 'read';
    method = name;
    if (readFields('arguments', Code.CloseParen) === 'end') return 'end';
    method = undefined;
    if (isEnd()) return stop({ kind: 'throws', method: newline });
    if (code() === Code.Throws) {
      at++;
      if (isEnd()) return stop(nothing);
      if (code() === Code.OpenParen && readFields('throws', Code.CloseParen) === 'end') return 'end';
    }
    if (readAnnotations({ kind: 'method', name }) === 'end') return 'end';
    return isEnd() ? stopFresh(next) : 'read';
  }

  function readItem(used: string[]): Read {
    if (!isWord()) return 'read';
    at++;
    if (code() === Code.Equals) {
      at++;
      if (isEnd()) return stop({ kind: 'enum-value', used });
      if (code() === Code.Integer) used.push(textOf(at++));
    }
    if (readAnnotations({ kind: 'item' }) === 'end') return 'end';
    return isEnd() ? stop(nothing) : 'read';
  }

  /** The body of a service or an enum, from its `{` on. */
  function readBody(readMember: () => Read, next: Place): Read {
    at++;
    for (;;) {
      if (isEnd()) return stopFresh(next);
      if (code() === Code.CloseBrace) {
        at++;
        return 'read';
      }
      if (isNextDefinition()) return 'read';
      const before = at;
      if (!isSeparator(code()) && readMember() === 'end') return 'end';
      if (at === before) at++;
    }
  }

  function readNamespace(): Read {
    if (isEnd()) return stop({ kind: 'namespace-scope' });
    if (isNextDefinition()) return 'read';
    const scope = textOf(at++);
    if (isEnd()) return stop({ kind: 'namespace-name', scope });
    if (isNextDefinition()) return 'read';
    at++;
    return 'read';
  }

  function readService(): Read {
    if (isEnd()) return stop(nothing);
    const name = textOf(at++);
    if (isEnd()) return stop({ kind: 'extends' });
    if (code() === Code.Extends) {
      at++;
      if (isEnd()) return stop({ kind: 'service', name });
      if (code() !== Code.OpenBrace) at++;
    }
    if (code() === Code.OpenBrace && readBody(readMethod, { kind: 'method' }) === 'end') return 'end';
    return readAnnotations({ kind: 'service' });
  }

  function readAlias(where: 'typedef' | 'const'): Read {
    const type = readType(where);
    if (type === 'end') return 'end';
    if (isEnd()) return stop(nothing);
    if (isNextDefinition()) return 'read';
    at++;
    if (where === 'typedef') return readAnnotations({ kind: 'typedef' });
    if (code() !== Code.Equals) return 'read';
    at++;
    return readValue(type, []);
  }

  function readDefinition(): Read {
    const keyword = code();
    const list = structKinds.get(keyword);
    at++;
    switch (keyword) {
      case Code.Include:
      case Code.CppInclude:
        if (isEnd()) return stop(keyword === Code.Include ? { kind: 'include' } : nothing);
        if (code() === Code.String) at++;
        return 'read';
      case Code.Namespace:
        return readNamespace();
      case Code.Typedef:
        return readAlias('typedef');
      case Code.Const:
        return readAlias('const');
      case Code.Service:
        return readService();
      default:
    }
    if (isEnd()) return stop(nothing);
    if (list || keyword === Code.Enum || keyword === Code.Senum) {
      if (code() !== Code.OpenBrace) at++;
      if (code() === Code.XsdAll) at++;
      const used: string[] = [];
      const read =
        code() !== Code.OpenBrace
          ? 'read'
          : list
            ? readFields(list, Code.CloseBrace)
            : readBody(() => readItem(used), nothing);
      if (read === 'end') return 'end';
      return readAnnotations({ kind: list ? 'struct' : 'enum' });
    }
    return 'read';
  }

  while (!isEnd()) {
    if (readDefinition() === 'end') return place;
  }
  // Behind a definition on its own line nothing is due that could be offered.
  return at === 0 || newline ? { kind: 'definition' } : nothing;
}
