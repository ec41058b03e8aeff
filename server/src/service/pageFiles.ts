import { isBuiltin } from 'node:module';
import { holds } from './flow/walk';
import type { ServiceProject } from './model/project';
import { specifiersOf } from './process/reached';
import { isTestFile, relativePath } from './testFiles';
import { ts } from './ts';
import { hasPages } from './wanted';

/** What keeps the state that pages show. */
const stateOfPages =
  /^(?:mobx|mobx-react|mobx-react-lite|mobx-state-tree|redux|react-redux|@reduxjs\/toolkit|zustand|jotai|recoil|pinia|vuex)$/;

/** What has hooks, which run in components of pages alone. */
const withHooks = /^(?:react|preact\/hooks|react-query|@tanstack\/react-query|swr|usehooks-ts|ahooks)$/;
const hook = /^use[A-Z]/;

/** What Next.js and other frameworks call on the server before they show a page. */
const serverPart =
  /\b(?:getServerSideProps|getStaticProps|getStaticPaths|getInitialProps|generateMetadata|generateStaticParams)\b|^\s*['"]use server['"]/m;

/** Files that a framework runs on the server by where they lie: Next.js' API, routes and middleware, and whatever `app/` may hold. */
const serverPath = /\/(?:pages\/api|app|server)\/|\/(?:middleware|instrumentation|route|server)\.[cm]?[jt]sx?$/;

const serverModule = /^(?:server-only|next\/(?:headers|server|cache)|express|fastify|koa|hono)$/;

/** A file as far as it matters where it runs. */
interface Part {
  /** Runs on a page, and may well run on a server before that. */
  readonly onPage: boolean;
  readonly onServer: boolean;
  readonly imports: readonly ts.StringLiteralLike[];
}

const parts = new WeakMap<ts.SourceFile, Part>();

function namesOf({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  const names = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  return [...names.map((each) => (each.propertyName ?? each.name).text), importClause?.name?.text ?? ''];
}

function hasJsx(file: ts.SourceFile): boolean {
  return (
    /<[A-Za-z>]/.test(file.text) && holds(file, (node) => ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node))
  );
}

/** Whether a specifier stands in an import or export of types, of which nothing is left when the program runs. */
function isOfTypes({ parent }: ts.StringLiteralLike): boolean {
  return ts.isImportDeclaration(parent)
    ? parent.importClause?.isTypeOnly === true
    : ts.isExportDeclaration(parent) && parent.isTypeOnly;
}

/** Whether an import brings in what only pages have. */
function isOfPages(at: ts.StringLiteralLike): boolean {
  if (stateOfPages.test(at.text)) return true;
  if (!withHooks.test(at.text) || !ts.isImportDeclaration(at.parent)) return false;
  return namesOf(at.parent).some((name) => hook.test(name));
}

function partOf(sourceFile: ts.SourceFile, project: ServiceProject): Part {
  let part = parts.get(sourceFile);
  if (!part) {
    const { text } = sourceFile;
    const imports = specifiersOf(project.fileOf(sourceFile)).filter((at) => !isOfTypes(at));
    part = {
      onPage: hasJsx(sourceFile) || /^\s*['"]use client['"]/m.test(text) || imports.some(isOfPages),
      onServer:
        serverPart.test(text) ||
        serverPath.test(`/${relativePath(sourceFile, project)}`) ||
        imports.some((at) => isBuiltin(at.text) || serverModule.test(at.text)),
      imports,
    };
    parts.set(sourceFile, part);
  }
  return part;
}

const importersKey = {};

/** The files of our own that import each file. */
function importersOf(file: ts.SourceFile, project: ServiceProject): readonly ts.SourceFile[] {
  const all = project.once(importersKey, () => {
    const found = new Map<ts.SourceFile, ts.SourceFile[]>();
    for (const importer of project.ownFiles) {
      // Tests import whatever there is.
      if (isTestFile(importer, project)) continue;
      for (const at of partOf(importer, project).imports) {
        const imported = project.checker.getSymbolAtLocation(at)?.declarations?.find(ts.isSourceFile);
        const list = imported && found.get(imported);
        if (list) list.push(importer);
        else if (imported) found.set(imported, [importer]);
      }
    }
    return found;
  });
  return all.get(file) ?? [];
}

/**
 * Whether a file of a package with pages (and a server: others run in a browser as a whole) runs on pages alone: it has components, hooks or
 * the state of pages in it, or only such files import it, and nothing in it or them says that a server runs it.
 */
export function isPartOfPages(
  file: ts.SourceFile,
  project: ServiceProject,
  usesBrowser: (file: ts.SourceFile, project: ServiceProject) => boolean,
): boolean {
  if (!hasPages(project.packages.dependenciesOf(file.fileName))) return false;
  const asked = new Set<ts.SourceFile>();
  const isOnPagesAlone = (each: ts.SourceFile): boolean => {
    // Files that import one another go where the others go.
    if (asked.has(each)) return true;
    asked.add(each);
    const { onPage, onServer } = partOf(each, project);
    if (onServer) return false;
    if (onPage || usesBrowser(each, project)) return true;
    const importers = importersOf(each, project);
    return importers.length > 0 && importers.every(isOnPagesAlone);
  };
  return isOnPagesAlone(file);
}
