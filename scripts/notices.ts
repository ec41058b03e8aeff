import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The packages whose code went into the bundles, as folders relative to the root, sorted. */
function bundledPackages(metafiles: readonly Metafile[]): string[] {
  const folders = new Set<string>();
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  // ts-morph's package holds a copy of the compiler, which has a license of its own.
  if (folders.has('node_modules/@ts-morph/common')) folders.add('node_modules/typescript');
  return [...folders].sort();
}

function licenseText(folder: string): string | undefined {
  const name = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8').trim();
}

/** Name, version and license of every package that the bundles contain. Throws for a package that says nothing of its license. */
export function thirdPartyNotices(root: string, metafiles: readonly Metafile[]): string {
  const parts = bundledPackages(metafiles).flatMap((path) => {
    const folder = join(root, path);
    if (!existsSync(join(folder, 'package.json'))) return [];
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license?: string;
    };
    const text = licenseText(folder);
    if (license === undefined && text === undefined) throw new Error(`${name} says nothing of its license`);
    return [`${name} ${version} (${license ?? 'see below'})`, text ?? '', ''];
  });
  return ['Thriftwise contains code of these packages.', '', ...parts].join('\n');
}
