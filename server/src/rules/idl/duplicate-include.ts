import { noOptions } from '../../core/options';
import { includeLine } from '../../idl/edit/includes';
import type { Include } from '../../idl/model/tree';
import { fileRule } from '../../idl/rule';

export const rule = fileRule({
  id: 'idl/duplicate-include',
  group: 'language',
  summary: { en: 'a file that is included twice', zh: '重复的 include' },
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    same: {
      en: '"{path}" is already included; Apache\'s compiler then finds its types defined twice',
      zh: '“{path}”已经引入过；Apache 编译器会认为其中的类型被重复定义',
    },
    first: { en: 'first included here', zh: '首次引入的位置' },
    remove: { en: 'Remove the repeated include', zh: '删除重复的 include' },
  },
  check(file, { report, scope }) {
    if (file.document.fbthrift) return;
    const seen = new Map<string, Include>();
    for (const { node, target } of scope.includes) {
      const key = target.kind === 'found' ? target.uri : node.path.value;
      const first = seen.get(key);
      if (!first) {
        seen.set(key, node);
        continue;
      }
      report({
        at: node,
        message: 'same',
        data: { path: node.path.value },
        tags: ['unnecessary'],
        related: [{ at: first, message: 'first' }],
        fixes: (tools) => [
          tools.fix('safe', 'remove', {}, [tools.edit(includeLine(tools.file, tools.file.rangeOf(node)), '')]),
        ],
      });
    }
  },
});
