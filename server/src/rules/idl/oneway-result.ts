import { noOptions } from '../../core/options';
import { isVoid } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { placeIn, removeTail, removeWord } from './_edits';

export const rule = definitionRule({
  id: 'idl/oneway-result',
  group: 'language',
  summary: { en: 'a oneway method that returns or throws', zh: 'oneway 方法带有返回值或 throws' },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    returns: {
      en: '"{method}" is {word}: nothing is sent back, so its result never arrives; return void, or drop "{word}"',
      zh: '“{method}”是 {word}：不会有任何应答，返回值永远不会到达；请返回 void，或去掉“{word}”',
    },
    throws: {
      en: '"{method}" is {word}: nothing is sent back, so its exceptions never arrive and compilers refuse the file; drop "throws" or "{word}"',
      zh: '“{method}”是 {word}：不会有任何应答，异常永远不会到达，编译器会拒绝该文件；请去掉“throws”或“{word}”',
    },
    void: { en: 'Return void (changes the signature)', zh: '改为返回 void（会改变签名）' },
    dropThrows: { en: 'Remove "throws" (changes the signature)', zh: '删除“throws”（会改变签名）' },
    dropOneway: {
      en: 'Remove "{word}": callers wait for the answer (changes the wire)',
      zh: '删除“{word}”：调用方将等待应答（会改变线上格式）',
    },
  },
  on: ['Service'],
  check(definition, { report }) {
    if (definition.kind !== 'Service') return;
    for (const method of definition.methods) {
      const { oneway, returns, throws } = method;
      if (!oneway) continue;
      const word = oneway.text;
      const data = { method: method.name.text, word };
      const place = placeIn(definition, oneway.span);
      if (!isVoid(returns)) {
        report({
          at: returns,
          message: 'returns',
          data,
          fixes: (tools) => [
            tools.fix('suggested', 'void', {}, [tools.replace(returns, 'void')]),
            tools.fix('suggested', 'dropOneway', { word }, [removeWord(tools, place)]),
          ],
        });
      }
      if (throws && throws.fields.length > 0) {
        report({
          at: throws,
          message: 'throws',
          data,
          fixes: (tools) => [
            tools.fix('suggested', 'dropThrows', {}, [removeTail(tools, throws)]),
            tools.fix('suggested', 'dropOneway', { word }, [removeWord(tools, place)]),
          ],
        });
      }
    }
  },
});
