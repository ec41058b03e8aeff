import { noOptions } from '../../core/options';
import { programName } from '../../idl/model/file';
import { fileRule } from '../../idl/rule';
import { suggest } from './_suggest';

export const rule = fileRule({
  id: 'idl/unresolved-include',
  group: 'language',
  summary: { en: 'an include that leads to no file', zh: '找不到文件的 include' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    missing: {
      en: '"{path}" is neither beside this file nor below an include path ("includePaths" in thriftwise.json); its names are not checked',
      zh: '在本文件旁边和 include 路径（thriftwise.json 的“includePaths”）下都找不到“{path}”；其中的名称不做检查',
    },
    missingNear: {
      en: 'there is no file "{path}"; did you mean "{best}"?',
      zh: '找不到文件“{path}”，是否想写“{best}”？',
    },
    outside: {
      en: '"{path}" lies outside of the workspace and is not read; name its folder in "includePaths" of thriftwise.json',
      zh: '“{path}”在工作区之外，不会读取；请把它所在的目录写进 thriftwise.json 的“includePaths”',
    },
    empty: { en: 'this include names no file', zh: '该 include 没有写文件名' },
    change: { en: 'Include "{best}"', zh: '改为引入“{best}”' },
  },
  check(file, { report, scope }) {
    if (file.document.fbthrift) return;
    for (const { node, target } of scope.includes) {
      if (target.kind === 'found') continue;
      const path = node.path.value;
      if (target.kind === 'outside') {
        // The compilers, which know no workspace, read it.
        report({ at: node.path, severity: 'warning', message: 'outside', data: { path } });
        continue;
      }
      // A file of nearly the same name, and not only of a name with as many letters.
      const near = target.nearest.filter((each) => suggest(programName(path), [programName(each)]).length > 0);
      const [best] = near;
      report({
        at: node.path,
        message: path === '' ? 'empty' : best === undefined ? 'missing' : 'missingNear',
        data: { path, best: best ?? '' },
        fixes: ({ fix, replace }) =>
          near.map((each) => fix('suggested', 'change', { best: each }, [replace(node.path, `"${each}"`)])),
      });
    }
  },
});
