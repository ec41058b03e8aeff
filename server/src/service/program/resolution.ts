import { ts } from '../ts';

/** Tells which packages' declarations are worth loading. */
export type IsWanted = (packageName: string) => boolean;

/** The package that a module specifier names; undefined for a path. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/')) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function isInstalled(path: string): boolean {
  return path.includes('/node_modules/');
}

/** Resolves imports of one project; keeps what it found until it is thrown away. */
export interface Resolver {
  readonly resolve: NonNullable<ts.CompilerHost['resolveModuleNameLiterals']>;
  readonly cache: ts.ModuleResolutionCache;
}

/**
 * Follows imports as the compiler does, but into installed packages only where `isWanted` says so (and from there to whatever they import).
 * All other packages stay unresolved, so that what comes from them is `any` and rules are silent about it: most of a program's size is the
 * declarations of packages that no rule knows.
 */
export function createResolver(
  host: ts.ModuleResolutionHost,
  folder: string,
  options: ts.CompilerOptions,
  isWanted: IsWanted,
): Resolver {
  const cache = ts.createModuleResolutionCache(folder, (path) => path, options);
  const unresolved: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };
  return {
    cache,
    resolve: (literals, containingFile, redirected, given, sourceFile) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(sourceFile, literal, given);
        const result = ts.resolveModuleName(literal.text, containingFile, given, host, cache, redirected, mode);
        const { resolvedModule } = result;
        if (!resolvedModule || !isInstalled(resolvedModule.resolvedFileName) || isInstalled(containingFile))
          return result;
        const name = packageOf(literal.text);
        return name === undefined || isWanted(name) ? result : unresolved;
      }),
  };
}
