import { matchesName } from './catalogue/catalogue';
import type { Library } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import type { ServiceProject } from './model/project';
import type { ts } from './ts';
import { packageOfFile, packageOfSpecifier } from './values/modules';

const specifier = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(['"])([^'"\n]+)\1/g;

/** The packages that the text of a file names in imports; kept with the file. A word in a comment may be among them, which does no harm. */
const named = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The packages that a file imports; more than those where comments speak of imports. */
export function packagesIn(file: ts.SourceFile): ReadonlySet<string> {
  let found = named.get(file);
  if (!found) {
    const modules = new Set<string>();
    for (const match of file.text.matchAll(specifier)) {
      const name = match[2];
      if (name !== undefined && !name.startsWith('.')) modules.add(packageOfSpecifier(name).module);
    }
    found = modules;
    named.set(file, found);
  }
  return found;
}

const key = {};

function packagesOf(project: ServiceProject): ReadonlySet<string> {
  return project.once(key, () => {
    const found = new Set<string>(['global']);
    for (const file of project.program.getSourceFiles()) {
      const of = packageOfFile(file.fileName);
      if (of !== undefined) found.add(of);
      else for (const module of packagesIn(file)) found.add(module);
    }
    return found;
  });
}

/** Whether any of the project's own files imports the package. */
export function importsPackage(name: string, project: ServiceProject): boolean {
  return project.ownFiles.some((file) => packagesIn(file).has(name));
}

/** Whether any file of the program, of ours or of a package, imports the package. */
export function isPresent(name: string, project: ServiceProject): boolean {
  return packagesOf(project).has(name);
}

const libraryKey = {};

/** The libraries that any file of the program can have to do with: the others need not be looked for. */
export function presentLibraries(project: ServiceProject): readonly Library[] {
  return project.once(libraryKey, () => {
    const packages = packagesOf(project);
    return catalogueOf(project).libraries.filter(({ modules }) =>
      modules.some((module) =>
        module.includes('*') ? [...packages].some((each) => matchesName(module, each)) : packages.has(module),
      ),
    );
  });
}

/** Names of methods that go over the network in some library of the program. */
export interface PresentMethods {
  readonly names: ReadonlySet<string>;
  /** A library has methods by any name (gRPC, Thrift): calls of every method have to be looked at. */
  readonly open: boolean;
}

const methodKey = {};

export function presentMethods(project: ServiceProject): PresentMethods {
  return project.once(methodKey, () => {
    const names = new Set<string>();
    for (const { clients = [] } of presentLibraries(project))
      for (const { calls, exports = [] } of clients) {
        for (const { methods } of calls) for (const method of methods) names.add(method);
        // An export that is called itself may stand behind its module's name: `http.get(...)`.
        for (const name of exports) names.add(name.split('.').at(-1) ?? name);
      }
    return { names, open: names.has('*') };
  });
}
