import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../node_modules');

/** The development dependencies that ship `.thrift` files, all kinds: hand-written, generated-from, test suites with deliberate errors. */
export const packages = [
  '@dsnp/parquetjs',
  'helenus',
  'hive-driver',
  'jaeger-client',
  'thrift-hive',
  'thriftrw',
  'zipkin-encoder-thrift',
];

/** Absolute paths of a package's `.thrift` files, sorted. */
export function thriftFilesOf(name: string): string[] {
  const root = join(modules, name);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        entry.name.endsWith('.thrift') &&
        !entry.parentPath.slice(root.length).includes('node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** All of the corpus: package, path in it, absolute path. */
export function corpus(): { readonly name: string; readonly path: string; readonly file: string }[] {
  return packages.flatMap((name) =>
    thriftFilesOf(name).map((file) => ({ name, path: file.slice(join(modules, name).length + 1), file })),
  );
}
