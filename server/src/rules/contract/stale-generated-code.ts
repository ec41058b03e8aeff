import { posix } from 'node:path';
import { type Contract, contractOf, type Link } from '../../contract/contract';
import { meansStruct, sentenceOf, serviceDifferences, typeDifferences } from '../../contract/differences';
import { broughtBy, type TypesLink, writtenBehind } from '../../contract/generatedTypes';
import type { Generator } from '../../contract/generators';
import { importedModules } from '../../contract/imports';
import { noOptions } from '../../core/options';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { serviceRule } from '../../service/rule';
import { skipReason } from '../../service/skipped';
import type { ts } from '../../service/ts';

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

const importersKey = {};

/**
 * Of the files of one folder that import something, the one that tells of it: what everybody imports would be told everywhere. `name` is for
 * what is imported, `brings` tells whether a module brings it.
 */
function firstImporter(
  name: string,
  brings: (module: ts.SourceFile) => boolean,
  { sourceFile }: ServiceFile,
  project: ServiceProject,
  contract: Contract,
): ts.SourceFile {
  const known = contract.once(importersKey, () => new Map<string, ts.SourceFile>());
  const folder = posix.dirname(sourceFile.fileName);
  const key = `${folder}\n${name}`;
  let first = known.get(key);
  if (!first) {
    const importers = project.ownFiles.filter(
      (each) =>
        posix.dirname(each.fileName) === folder &&
        importedModules(project.fileOf(each), project).some(({ module }) => brings(module)),
    );
    // Files that are passed over tell of nothing.
    const checked = importers.filter(
      ({ fileName, text }) => skipReason(posix.basename(fileName), text, false) === undefined,
    );
    const [before] = (checked.length > 0 ? checked : importers).sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
    first = before ?? sourceFile;
    known.set(key, first);
  }
  return first;
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
    const isFirst = (name: string, brings: (module: ts.SourceFile) => boolean) =>
      firstImporter(name, brings, file, project, contract) === file.sourceFile;
    const bringsLink = (link: Link) => (module: ts.SourceFile) =>
      broughtBy(module, project, contract).links.includes(link);
    const bringsTypes = (wanted: TypesLink) => (module: ts.SourceFile) =>
      broughtBy(module, project, contract).types.some(
        ({ sourceFile, idl }) => sourceFile === wanted.sourceFile && idl.uri === wanted.idl.uri,
      );
    const means = (generator: Generator) => meansStruct(generator, contract.idl);
    for (const { at, module } of importedModules(file, project)) {
      const { links, types } = broughtBy(module, project, contract);
      for (const link of links) {
        const { generated, service } = link;
        if (told.has(generated.sourceFile)) continue;
        told.add(generated.sourceFile);
        const what = sentenceOf(
          serviceDifferences(link, writtenBehind(generated.sourceFile, contract), means(generated.generator)),
        );
        if (what && isFirst(generated.sourceFile.fileName, bringsLink(link)))
          report({ at, message: 'stale', data: { service: service.name, file: fileName(service.uri), what } });
      }
      for (const uri of new Set(types.map(({ idl }) => idl.uri))) {
        const fresh = types.filter((each) => each.idl.uri === uri && !told.has(each.sourceFile ?? each));
        for (const each of fresh) told.add(each.sourceFile ?? each);
        const bySource = new Map(fresh.map((each) => [each.sourceFile ?? each, each]));
        const differing = [...bySource.values()].flatMap((each) => {
          const differences = typeDifferences(each, means(each.generator));
          const name = each.sourceFile?.fileName ?? each.idl.uri;
          return differences.length > 0 && isFirst(name, bringsTypes(each)) ? differences : [];
        });
        const what = sentenceOf(differing);
        if (what) report({ at, message: 'types', data: { file: fileName(uri), what } });
      }
    }
  },
});
