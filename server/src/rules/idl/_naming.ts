/** Splits a name into its words: at `_`, at digits' edges nowhere, at a change from lower to upper case, and before the last capital of a run (`HTTPServer`). */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .split('_')
    .filter((word) => word !== '');
}

/** `user_id` for `userId`, `UserID` and `user_ID`. */
export function toSnakeCase(name: string): string {
  return wordsOf(name)
    .map((word) => word.toLowerCase())
    .join('_');
}

export function toUpperSnakeCase(name: string): string {
  return toSnakeCase(name).toUpperCase();
}

/** `GetUser` for `getUser` and `get_user`; runs of capitals stay (`HTTPServer`). */
export function toPascalCase(name: string): string {
  return wordsOf(name)
    .map(
      (word) =>
        (word[0] ?? '').toUpperCase() +
        (/^[A-Z0-9]+$/.test(word) && !/_/.test(name) ? word.slice(1) : word.slice(1).toLowerCase()),
    )
    .join('');
}

export function toCamelCase(name: string): string {
  const pascal = toPascalCase(name);
  const head = /^[A-Z]+(?![a-z])/.exec(pascal)?.[0] ?? pascal.slice(0, 1);
  return head.toLowerCase() + pascal.slice(head.length);
}

/** Lower-case words joined by single `_`; leading and trailing underscores are let pass. */
export function isSnakeCase(name: string): boolean {
  return /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*$/.test(name);
}

export function isUpperSnakeCase(name: string): boolean {
  return /^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_*$/.test(name);
}

/** Starts with a capital and has no underscore; runs of capitals are fine. */
export function isPascalCase(name: string): boolean {
  return /^_*[A-Z][A-Za-z0-9]*$/.test(name);
}

export function isCamelCase(name: string): boolean {
  return /^_*[a-z][A-Za-z0-9]*$/.test(name);
}
