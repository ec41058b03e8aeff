import { distance } from 'fastest-levenshtein';

/** Keys that hz reads, in any case. */
const hzKeys = `query form path header cookie body raw_body js_conv none file_name vd get post put patch delete options head any
  serializer handler_path base_domain service_group service_gen_dir service_path`;

/** Keys that only Kitex's generic HTTP call reads, or knows and skips. */
const kitexKeys = 'http_code param baseurl gen_path version tag';

function keysIn(list: string, prefix: string): string[] {
  return list.split(/\s+/).map((key) => prefix + key);
}

const readByHz: ReadonlySet<string> = new Set(keysIn(hzKeys, 'api.'));

/** Every key outside of `vt.*` that Kitex, thriftgo or hz gives a meaning. */
const known: ReadonlySet<string> = new Set([
  ...readByHz,
  ...keysIn(kitexKeys, 'api.'),
  ...keysIn('tag codec', 'go.'),
  ...keysIn('nested is_interface is_alias', 'thrift.'),
  'streaming.mode',
]);

/** Words near a known key that companies use for keys of their own. */
const elsewhere: ReadonlySet<string> = new Set(
  keysIn(
    'name host key id tags option optional op_type type desc uri url method methods category timeout group path_prefix',
    'api.',
  ),
);

/** The keys of thrift-gen-validator that hold a value. */
export const validatorKeys =
  `const lt le gt ge in not_in not_nil min_size max_size min_rune_size max_rune_size pattern prefix suffix contains
  not_contains defined_only no_sparse skip assert`.split(/\s+/);

/** Its keys that lead to what is inside a container. */
export const containerKeys: readonly string[] = ['elem', 'key', 'value'];

/** What other validators call the same. */
export const foreignValidatorKeys: ReadonlyMap<string, string> = new Map([
  ['min_len', 'min_size'],
  ['max_len', 'max_size'],
  ['min_length', 'min_size'],
  ['max_length', 'max_size'],
  ['min', 'ge'],
  ['max', 'le'],
  ['gte', 'ge'],
  ['lte', 'le'],
  ['eq', 'const'],
  ['regex', 'pattern'],
  ['regexp', 'pattern'],
  ['required', 'not_nil'],
  ['notnil', 'not_nil'],
  ['notin', 'not_in'],
]);

function bare(key: string): string {
  return key.toLowerCase().replaceAll('_', '');
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const first = [...a].findIndex((letter, i) => letter !== b[i]);
  return (
    first !== -1 && a[first] === b[first + 1] && a[first + 1] === b[first] && a.slice(first + 2) === b.slice(first + 2)
  );
}

/** Whether one letter of a longish word differs, or two neighbours changed places. In short words one other letter makes another word. */
function isMisspelling(key: string, candidate: string): boolean {
  if (Math.abs(key.length - candidate.length) > 1) return false;
  if (isSwapped(key, candidate)) return true;
  if (distance(key, candidate) !== 1) return false;
  const [prefix, word] = [candidate.slice(0, candidate.indexOf('.') + 1), candidate.slice(candidate.indexOf('.') + 1)];
  if (!key.startsWith(prefix)) return key.endsWith(`.${word}`);
  if (word.length > 4 || prefix !== 'api.') return true;
  // `pst` and `postt` are slips; `tags` and `past` may be meant.
  return key.length !== candidate.length && key !== `${candidate}s`;
}

/** The known key that `key` is surely meant to be. `read`: hz reads it all the same, for it does not look at case. */
export function keyMeant(key: string): { readonly best: string; readonly read: boolean } | undefined {
  if (known.has(key)) return undefined;
  const lower = key.toLowerCase();
  if (known.has(lower)) return { best: lower, read: readByHz.has(lower) };
  if (elsewhere.has(lower)) return undefined;
  const same = [...known].find((each) => bare(each) === bare(key));
  if (same) return { best: same, read: false };
  const near = [...known].filter((each) => isMisspelling(lower, each));
  const [best] = near;
  return best !== undefined && near.length === 1 ? { best, read: false } : undefined;
}

/** What `streaming.mode` may say. */
export const streamingModes: readonly string[] = ['bidirectional', 'client', 'server', 'unary'];
