import { contractOf } from '../../contract/contract';
import { meansStruct, sentenceOf, serviceDifferences, typeDifferences } from '../../contract/differences';
import { broughtBy, writtenBehind } from '../../contract/generatedTypes';
import type { Generator } from '../../contract/generators';
import { importedModules } from '../../contract/imports';
import { noOptions } from '../../core/options';
import { serviceRule } from '../../service/rule';

const messages = {
  stale: {
    en: 'This code was generated from another version of {service} than {file} has now: {what}. Generate it again.',
    zh: '这份代码是由 {service} 的另一个版本生成的，与现在的 {file} 不同：{what}。请重新生成。',
  },
  types: {
    en: 'The types here were generated from another version of {file} than there is now: {what}. Generate them again.',
    zh: '这里的类型是由 {file} 的另一个版本生成的，与现在不同：{what}。请重新生成。',
  },
} as const;

function fileName(uri: string): string {
  return decodeURI(uri.slice(uri.lastIndexOf('/') + 1));
}

export const rule = serviceRule({
  id: 'contract/stale-generated-code',
  group: 'contract',
  summary: { en: 'generated code that no longer fits the IDL', zh: '与 IDL 不再一致的生成代码' },
  guide: '5.1',
  severity: 'warning',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const told = new Set<unknown>();
    const means = (generator: Generator) => meansStruct(generator, contract.idl);
    for (const { at, module } of importedModules(file, project.checker)) {
      const { links, types } = broughtBy(module, project, contract);
      for (const link of links) {
        const { generated, service } = link;
        if (told.has(generated.sourceFile)) continue;
        told.add(generated.sourceFile);
        const what = sentenceOf(
          serviceDifferences(link, writtenBehind(generated.sourceFile, contract), means(generated.generator)),
        );
        if (what) report({ at, message: 'stale', data: { service: service.name, file: fileName(service.uri), what } });
      }
      for (const uri of new Set(types.map(({ idl }) => idl.uri))) {
        const fresh = types.filter((each) => each.idl.uri === uri && !told.has(each.sourceFile ?? each));
        for (const each of fresh) told.add(each.sourceFile ?? each);
        const bySource = new Map(fresh.map((each) => [each.sourceFile ?? each, each]));
        const what = sentenceOf([...bySource.values()].flatMap((each) => typeDifferences(each, means(each.generator))));
        if (what) report({ at, message: 'types', data: { file: fileName(uri), what } });
      }
    }
  },
});
