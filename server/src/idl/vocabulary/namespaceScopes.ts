/** The scopes that a compiler reads or once read: Apache's generators of all times, thriftgo, and the widely used others. */
export const knownScopes: ReadonlySet<string> = new Set(
  `* android as3 c_glib cl cocoa cpp cpp2 csharp d dart delphi erl go gv hack haxe hs html java javame js json kotlin lua
  markdown mmd netcore netstd nodejs objc ocaml perl php py py3 rb rs rust scala smalltalk st swift ts xml xsd`.split(
    /\s+/,
  ),
);

/** What people write for a scope that has another name. */
export const misnamed: ReadonlyMap<string, string> = new Map([
  ['golang', 'go'],
  ['python', 'py'],
  ['python3', 'py'],
  ['javascript', 'js'],
  ['node', 'js'],
  ['typescript', 'ts'],
  ['ruby', 'rb'],
  ['erlang', 'erl'],
  ['haskell', 'hs'],
  ['cxx', 'cpp'],
  ['cplusplus', 'cpp'],
  ['kt', 'kotlin'],
  ['jav', 'java'],
  ['dotnet', 'netstd'],
  ['net', 'netstd'],
]);
