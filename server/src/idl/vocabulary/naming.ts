/**
 * One word of a name: spellings that are one word to people (`OAuth2`, `IPv4`, `iOS`), a plural acronym (`IDs`),
 * an acronym (`HTTP` of `HTTPServer`), or letters that begin with at most one capital. Digits stay with the word before them.
 */
const wordPattern = /OAuth\d*|IPv[46]|iOS|[A-Z]{2,}s(?![a-z])\d*|[A-Z]+(?![a-z])\d*|[A-Z]?[a-z\d]+|\d+/g;

/** Splits a name into its words, as written: `user`, `ID` for `userID`; `HTTP`, `Server` for `HTTPServer`. */
export function wordsOf(name: string): string[] {
  return name.match(wordPattern) ?? [];
}

function edgesOf(name: string): { head: string; tail: string } {
  return { head: /^_*/.exec(name)?.[0] ?? '', tail: /[^_](_+)$/.exec(name)?.[1] ?? '' };
}

/** `user_id` for `userId`, `UserID` and `user_ID`. Underscores at the edges stay. */
export function toSnakeCase(name: string): string {
  const { head, tail } = edgesOf(name);
  return (
    head +
    wordsOf(name)
      .map((word) => word.toLowerCase())
      .join('_') +
    tail
  );
}

/** `MAX_SIZE` for `maxSize` and `MaxSize`. Underscores at the edges stay. */
export function toUpperSnakeCase(name: string): string {
  return toSnakeCase(name).toUpperCase();
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Joins capitalized words; between two digits the underscore stays, since `V1_2` and `V12` are not the same. */
function joinWords(words: readonly string[]): string {
  return words.reduce((name, word) => name + (/\d$/.test(name) && /^\d/.test(word) ? '_' : '') + word, '');
}

/** `GetUser` for `getUser`, `get_user` and `GET_USER`; acronyms stay in names that have small letters (`HTTPServer`). */
export function toPascalCase(name: string): string {
  const shouted = !/[a-z]/.test(name);
  return joinWords(wordsOf(name).map((word) => capitalized(shouted ? word.toLowerCase() : word)));
}

/** `userId` for `user_id` and `UserId`; acronyms stay behind the first word (`userID` for `UserID`). */
export function toCamelCase(name: string): string {
  const [first = '', ...rest] = wordsOf(name);
  const shouted = !/[a-z]/.test(name);
  return joinWords([first.toLowerCase(), ...rest.map((word) => capitalized(shouted ? word.toLowerCase() : word))]);
}

/** Lower-case words joined by single `_`; leading and trailing underscores are let pass. */
export function isSnakeCase(name: string): boolean {
  return /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*$/.test(name);
}

/** Upper-case words joined by single `_`; leading and trailing underscores are let pass. */
export function isUpperSnakeCase(name: string): boolean {
  return /^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_*$/.test(name);
}

/** Starts with a capital and has no underscore but between digits (`V1_2`); acronyms are fine. */
export function isPascalCase(name: string): boolean {
  return /^_*[A-Z](?:[A-Za-z0-9]|(?<=\d)_(?=\d))*$/.test(name);
}

/** Starts with a small letter and has no underscore but between digits. */
export function isCamelCase(name: string): boolean {
  return /^_*[a-z](?:[A-Za-z0-9]|(?<=\d)_(?=\d))*$/.test(name);
}

/** What stays the same when a name changes its style: `getuser` for `GetUser`, `get_user` and `getUser`. */
export function bareName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
