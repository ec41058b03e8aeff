import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is written alike as a path and in a URI, so that the costly conversions can be spared: no step upwards, nothing to escape. */
const plain = /^(?:\/[\w-][\w.-]*)+$/;
const isPlain = (path: string): boolean => sep === '/' && plain.test(path);
const scheme = 'file://';

/** The path of a `file:` URI, with `/`; undefined for every other kind of document (untitled, a git view). */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  const path = uri.slice(scheme.length);
  if (uri.startsWith(scheme) && isPlain(path)) return path;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return isPlain(path) ? scheme + path : pathToFileURL(path).href;
}

/** One spelling for the URIs that editors and Node write differently (`file:///c%3A/` and `file:///C:/`). */
export function normalizeUri(uri: string): string {
  const path = pathOf(uri);
  return path === undefined ? uri : uriOf(path);
}

/** Whether `path` is `folder` or lies in it. Both absolute, with `/`. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
