import { headerOf } from '../service/declaredClasses';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import type { Contract, Link } from './contract';
import { type Generator, signatureOf } from './generators';
import type { IdlTypes } from './idl';
import { type Written, writtenIn } from './written';

/** Generated code of types, and the IDL that it was made from. */
export interface TypesLink {
  /** Undefined for types that should have a file, and have none. */
  readonly sourceFile: ts.SourceFile | undefined;
  readonly generator: Generator;
  readonly written: Written;
  readonly idl: IdlTypes;
  /** Whether the code has every type of that file, and no others. */
  readonly whole: boolean;
}

const beside = new WeakMap<ts.SourceFile, { readonly text: string; readonly written: Written }>();

/** What a generated file writes: for a declaration file, what the code beside it does, which tells more. */
export function writtenBehind(sourceFile: ts.SourceFile, contract: Contract): Written {
  const path = sourceFile.fileName.replace(/\.d\.ts$/, '.js');
  const text = path === sourceFile.fileName ? undefined : contract.textOf(path);
  if (text === undefined) return writtenIn(sourceFile);
  let kept = beside.get(sourceFile);
  if (kept?.text !== text) {
    const code = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
    kept = { text, written: writtenIn(code) };
    beside.set(sourceFile, kept);
  }
  return kept.written;
}

/** The files of types that come with the code of a service, each with the IDL that it was made from. */
export function typesBeside(link: Link, project: ServiceProject, contract: Contract): readonly TypesLink[] {
  const known = contract.once(key, () => new Map<Link, readonly TypesLink[]>());
  let found = known.get(link);
  if (!found) {
    found =
      link.generated.generator === 'apache' ? apacheTypes(link, project, contract) : typeFiles(link, project, contract);
    known.set(link, found);
  }
  return found;
}

const key = {};
const linksKey = {};

/** The generated code of all services of the program whose IDL is known. */
function allLinks(project: ServiceProject, contract: Contract): readonly Link[] {
  return contract.once(linksKey, () =>
    project.program.getSourceFiles().flatMap((file) => {
      const link = file.fileName.includes('/node_modules/') ? undefined : contract.linkOf(file);
      return link ?? [];
    }),
  );
}

/** What a generated module brings: its service with the types beside it, types alone, or all of a folder for the `index` that leads to it. */
export function broughtBy(
  module: ts.SourceFile,
  project: ServiceProject,
  contract: Contract,
): { readonly links: readonly Link[]; readonly types: readonly TypesLink[] } {
  const own = contract.linkOf(module);
  if (own) return { links: [own], types: typesBeside(own, project, contract) };
  const signature = signatureOf(headerOf(module));
  const all = signature ? allLinks(project, contract) : [];
  if (signature?.generator === 'creditkarma' && /\/index\.ts$/.test(module.fileName)) {
    const links = all.filter(({ generated }) => folderOf(generated.sourceFile.fileName) === folderOf(module.fileName));
    return { links, types: links.flatMap((each) => typesBeside(each, project, contract)) };
  }
  const types = all
    .flatMap((each) => typesBeside(each, project, contract))
    .find(({ sourceFile }) => sourceFile === module);
  return { links: [], types: types ? [types] : [] };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The last part of a path, without `.thrift`. */
function programOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/\.thrift$/, '');
}

/** `users_types` of `users.thrift`, and that of each file which it includes: one folder has the code of all. */
function apacheTypes({ generated, service }: Link, project: ServiceProject, contract: Contract): TypesLink[] {
  const byUri = new Map(contract.idl.types.map((each) => [each.uri, each]));
  const reached = new Set<string>();
  const reach = (uri: string): void => {
    if (reached.has(uri)) return;
    reached.add(uri);
    for (const included of byUri.get(uri)?.includes ?? []) reach(included);
  };
  reach(service.uri);
  const folder = folderOf(generated.sourceFile.fileName);
  const names = [...reached].map(programOf);
  return [...reached].flatMap((uri): TypesLink[] => {
    const idl = byUri.get(uri);
    const name = programOf(uri);
    // The code of the one lies over that of the other.
    if (!idl || names.filter((each) => each === name).length > 1) return [];
    for (const extension of ['.d.ts', '.js', '.ts']) {
      const sourceFile = project.program.getSourceFile(`${folder}/${name}_types${extension}`);
      if (sourceFile && signatureOf(headerOf(sourceFile))?.generator === 'apache')
        return [{ sourceFile, generator: 'apache', written: writtenBehind(sourceFile, contract), idl, whole: true }];
    }
    return [];
  });
}

/** A folder has the code of a namespace, one file a type; the namespace may be that of several Thrift files. */
function typeFiles({ generated, service }: Link, project: ServiceProject, contract: Contract): TypesLink[] {
  const folder = folderOf(generated.sourceFile.fileName);
  const files = contract.idl.types.filter(
    ({ uri, namespaces }) => uri === service.uri || namespaces.some((each) => service.namespaces.includes(each)),
  );
  const found = project.program.getSourceFiles().flatMap((sourceFile): TypesLink[] => {
    if (folderOf(sourceFile.fileName) !== folder || sourceFile === generated.sourceFile) return [];
    if (signatureOf(headerOf(sourceFile))?.generator !== 'creditkarma') return [];
    const written = writtenIn(sourceFile);
    const names = [...written.structs.keys(), ...written.enums.keys()];
    const [name] = names;
    if (name === undefined || names.length > 1) return [];
    const declaring = files.filter(({ structs, enums }) => [...structs, ...enums].some((each) => each.name === name));
    const [idl] = declaring;
    return idl && declaring.length === 1 ? [{ sourceFile, generator: 'creditkarma', written, idl, whole: false }] : [];
  });
  return [...found, ...missingTypes(folder, service.uri, contract)];
}

/**
 * The types of the service's own file that the folder does not have. Its `index` names all that it has. What it has too much is not known: the
 * folder is of a namespace, and other Thrift files of that may lie elsewhere.
 */
function missingTypes(folder: string, uri: string, contract: Contract): TypesLink[] {
  const index = contract.textOf(`${folder}/index.ts`);
  const idl = contract.idl.types.find((each) => each.uri === uri);
  if (!idl || index === undefined || signatureOf(index)?.generator !== 'creditkarma') return [];
  const isMissing = ({ name }: { readonly name: string }) => !index.includes(`"./${name}"`);
  const [structs, enums] = [idl.structs.filter(isMissing), idl.enums.filter(isMissing)];
  if (structs.length + enums.length === 0) return [];
  const written: Written = { structs: new Map(), enums: new Map(), calls: new Map(), text: '' };
  return [{ sourceFile: undefined, generator: 'creditkarma', written, idl: { ...idl, structs, enums }, whole: true }];
}
