import { z } from 'zod';
import { contractOf, type Link } from '../../contract/contract';
import { importedLinks } from '../../contract/imports';
import { serviceRule } from '../../service/rule';

const messages = {
  stale: {
    en: 'This code was generated from another version of {service} than {file} has now: {what}. Generate it again.',
    zh: '这份代码是由 {service} 的另一个版本生成的，与现在的 {file} 不同：{what}。请重新生成。',
  },
} as const;

/** What differs, most important first; undefined when nothing does. */
function difference({ generated, service, methods }: Link): { readonly en: string; readonly zh: string } | undefined {
  const lacks = service.methods.filter(({ name }) => !generated.methods.has(name)).map(({ name }) => name);
  const more = [...generated.methods.keys()].filter((name) => !methods.has(name));
  const other = service.methods.filter(({ name, arguments: parameters }) => {
    const count = generated.methods.get(name)?.parameters;
    return count !== undefined && count !== parameters.length;
  });
  const en = [
    ...(lacks.length > 0 ? [`it lacks ${lacks.join(', ')}`] : []),
    ...(more.length > 0 ? [`it still has ${more.join(', ')}`] : []),
    ...other.map(({ name }) => `${name} has another number of arguments`),
  ];
  const zh = [
    ...(lacks.length > 0 ? [`缺少 ${lacks.join('、')}`] : []),
    ...(more.length > 0 ? [`仍有 ${more.join('、')}`] : []),
    ...other.map(({ name }) => `${name} 的参数个数不同`),
  ];
  return en.length > 0 ? { en: en.join('; '), zh: zh.join('；') } : undefined;
}

export const rule = serviceRule({
  id: 'contract/stale-generated-code',
  group: 'contract',
  summary: { en: 'generated code that no longer fits the IDL', zh: '与 IDL 不再一致的生成代码' },
  guide: '5.1',
  severity: 'warning',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    for (const { at, link } of importedLinks(file, project, contract)) {
      const what = difference(link);
      if (!what) continue;
      const { service } = link;
      report({
        at,
        message: 'stale',
        data: { service: service.name, file: decodeURI(service.uri.slice(service.uri.lastIndexOf('/') + 1)), what },
      });
    }
  },
});
