import { ts } from '../ts';

/** What a project's own options say that changes what its code means to us; everything else is ours. */
const kept = [
  'baseUrl',
  'customConditions',
  'allowSyntheticDefaultImports',
  'esModuleInterop',
  'experimentalDecorators',
  'jsx',
  'module',
  'moduleDetection',
  'moduleResolution',
  'moduleSuffixes',
  'paths',
  'pathsBasePath',
  'preserveSymlinks',
  'resolvePackageJsonExports',
  'resolvePackageJsonImports',
  'rootDirs',
  'typeRoots',
] as const;

/** Options for code that no tsconfig speaks of: whatever resolves, resolves, and a file without imports shares no names with others. */
export const inferredOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/**
 * The options that a project is analysed with. They are alike for all projects where they can be, so that parsed and bound declaration files
 * are shared between them: strict, the newest language, Node's types and no others. `hasNodeTypes` tells whether `@types/node` is installed;
 * without it, the DOM's declarations are what there is of `fetch` and timers.
 */
export function analysisOptions(own: ts.CompilerOptions, hasNodeTypes: boolean): ts.CompilerOptions {
  const options = kept.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  return {
    ...Object.fromEntries(options),
    allowJs: true,
    allowImportingTsExtensions: true,
    checkJs: false,
    lib: ['lib.esnext.d.ts', ...(hasNodeTypes ? [] : ['lib.dom.d.ts', 'lib.dom.iterable.d.ts'])],
    maxNodeModuleJsDepth: 0,
    noEmit: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    types: hasNodeTypes ? ['node'] : [],
  };
}
