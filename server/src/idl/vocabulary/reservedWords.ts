/** What a name stands for in the IDL. Where a generated program breaks depends on it. */
export type Position =
  | 'field'
  | 'argument'
  | 'throws'
  | 'item'
  | 'const'
  | 'struct'
  | 'enum'
  | 'typedef'
  | 'service'
  | 'method'
  | 'namespace';

/** Words that break (or are refused) at some positions, in one target language. */
export interface Reservation {
  readonly positions: readonly Position[];
  readonly words: ReadonlySet<string>;
  /** How a name becomes the word that the generator writes; as it is where absent. */
  readonly written?: (name: string) => string;
}

export interface TargetLanguage {
  /** As people say it: `JavaScript`. */
  readonly title: string;
  readonly reservations: readonly Reservation[];
}

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));
const lower = (name: string): string => name.toLowerCase();

const everywhere: readonly Position[] = [
  'field',
  'argument',
  'throws',
  'item',
  'const',
  'struct',
  'enum',
  'typedef',
  'service',
  'method',
];
const without = (...positions: readonly Position[]): readonly Position[] =>
  everywhere.filter((position) => !positions.includes(position));

const jsAlways = `break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof new null return super switch this throw true try typeof var void while with`;
const jsStrict = 'arguments eval implements interface let package private protected public static yield';

/**
 * Found by generating code with each name in each position and parsing it (Apache's JavaScript, TypeScript, Python, C++, Java, Ruby,
 * PHP, Dart and Rust generators, thriftgo), and by reading how the generators escape. A generator that renames the word by itself
 * (Kitex's arguments, C#, Kotlin, Swift, Erlang, most of Rust) leaves nothing to report.
 */
export const targetLanguages = {
  go: {
    title: 'Go',
    reservations: [
      {
        // Everything else is exported or renamed, but the last part names the package.
        positions: ['namespace'],
        words:
          set(`break case chan const continue default defer else fallthrough for func go goto if import interface map package
          range return select struct switch type var`),
        written: lower,
      },
    ],
  },
  js: {
    title: 'JavaScript',
    reservations: [
      // `callback` is the last parameter of every generated client method.
      { positions: ['argument'], words: set(`${jsAlways} ${jsStrict} callback`) },
      { positions: ['struct'], words: set(`${jsAlways} ${jsStrict}`) },
      { positions: ['enum', 'const'], words: set(jsAlways) },
      { positions: ['method'], words: set('constructor') },
    ],
  },
  py: {
    title: 'Python',
    reservations: [
      {
        // Refused up to 0.22, given a trailing underscore since.
        positions: [...everywhere, 'namespace'],
        words:
          set(`False None True and as assert async await break class continue def del elif else except exec finally for from
          global if import in is lambda nonlocal not or pass print raise return try while with yield`),
      },
    ],
  },
  java: {
    title: 'Java',
    reservations: [
      {
        // Fields, arguments and classes get a `$` in front.
        positions: ['item', 'const', 'enum', 'method', 'namespace'],
        words:
          set(`abstract assert boolean break byte case catch char class const continue default do double else enum extends
          false final finally float for goto if implements import instanceof int interface long native new null package private
          protected public return short static strictfp super switch synchronized this throw throws transient true try void
          volatile while`),
      },
    ],
  },
  cpp: {
    title: 'C++',
    reservations: [
      {
        positions: [...without('service'), 'namespace'],
        words:
          set(`alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class
          co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete
          do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace
          new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return
          short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef
          typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq NULL`),
      },
    ],
  },
  php: {
    title: 'PHP',
    reservations: [
      {
        // Apache's PHP generator refuses these, whatever they name.
        positions: everywhere,
        words:
          set(`BEGIN END __CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__ __METHOD__ __NAMESPACE__ abstract alias and args as
          assert begin break case catch class clone continue declare def default del delete do dynamic elif else elseif elsif end
          enddeclare endfor endforeach endif endswitch endwhile ensure except exec finally float for foreach from function global
          goto if implements import in inline instanceof interface is lambda module native new next nil not or package pass public
          print private protected raise redo rescue retry register return self sizeof static super switch synchronized then this
          throw transient try undef unless unsigned until use var virtual volatile when while with xor yield`),
      },
      {
        // Class names are compared without case.
        positions: ['struct', 'enum'],
        words:
          set(`abstract and array as bool break callable case catch class clone const continue declare default do echo else
          elseif empty enddeclare endfor endforeach endif endswitch endwhile extends false final finally float fn for foreach
          function global goto if implements include instanceof insteadof int interface isset iterable list match mixed namespace
          never new null object or parent print private protected public require return self static string switch throw trait true
          try unset use var void while xor yield`),
        written: lower,
      },
    ],
  },
  rb: {
    title: 'Ruby',
    reservations: [
      {
        positions: ['argument', 'throws'],
        words:
          set(`__ENCODING__ __FILE__ __LINE__ alias and break case class def defined? do else elsif ensure false for if in module
          next nil not or redo rescue retry return self super then true undef unless until when while yield`),
      },
      // Each field also becomes a constant in capitals, and BEGIN and END are words of the language.
      { positions: ['field', 'argument', 'throws'], words: set('begin end'), written: lower },
      // An accessor of this name hides the method that the runtime calls.
      { positions: ['field'], words: set('class') },
      { positions: ['item', 'const'], words: set('BEGIN END') },
    ],
  },
  rs: {
    title: 'Rust',
    reservations: [
      // Newer words that the generator does not know yet.
      { positions: ['field', 'argument', 'throws', 'method'], words: set('async await dyn try') },
      {
        positions: ['method'],
        words:
          set(`abstract as become box break const continue crate do else enum extern false final fn for if impl in let loop
          macro match mod move mut override priv pub ref return self static struct super trait true type typeof unsafe unsized use
          virtual where while yield`),
        written: lower,
      },
    ],
  },
  dart: {
    title: 'Dart',
    reservations: [
      {
        positions: without('service', 'typedef'),
        words:
          set(`assert break case catch class const continue default do else enum extends false final finally for if in is new
          null rethrow return super switch this throw true try var void while with`),
      },
    ],
  },
} as const satisfies Readonly<Record<string, TargetLanguage>>;

export type TargetName = keyof typeof targetLanguages;
export const targetNames = Object.keys(targetLanguages) as readonly TargetName[] as readonly [
  TargetName,
  ...TargetName[],
];

/** The target that a namespace scope stands for; undefined for one whose words are of no concern. */
export function targetOfScope(scope: string): TargetName | undefined {
  const base = scope.split('.', 1)[0] ?? scope;
  if (base === 'nodejs' || base === 'ts') return 'js';
  if (base === 'javame') return 'java';
  return targetNames.find((name) => name === base);
}

interface Hit {
  readonly target: TargetName;
  readonly reservation: Reservation;
}

const byPosition = new Map<Position, readonly Hit[]>();

function hitsAt(position: Position): readonly Hit[] {
  let hits = byPosition.get(position);
  if (!hits) {
    hits = targetNames.flatMap((target) =>
      (targetLanguages[target].reservations as readonly Reservation[])
        .filter((reservation) => reservation.positions.includes(position))
        .map((reservation) => ({ target, reservation })),
    );
    byPosition.set(position, hits);
  }
  return hits;
}

const nowhere: readonly TargetName[] = [];
const wordsAt = new Map<Position, ReadonlySet<string>>();

/** Whether any target has the word, in whatever case: nearly all names end here. Generators change nothing but the case. */
function isReservedSomewhere(position: Position, name: string): boolean {
  let words = wordsAt.get(position);
  if (!words) {
    words = new Set(hitsAt(position).flatMap(({ reservation }) => [...reservation.words].map(lower)));
    wordsAt.set(position, words);
  }
  return words.has(lower(name));
}

/** The targets in which `name` at `position` gives code that does not compile, or is refused. */
export function reservedIn(position: Position, name: string): readonly TargetName[] {
  if (!isReservedSomewhere(position, name)) return nowhere;
  let found: TargetName[] | undefined;
  for (const { target, reservation } of hitsAt(position)) {
    const { words, written } = reservation;
    if (!words.has(written ? written(name) : name)) continue;
    if (!found) found = [target];
    else if (!found.includes(target)) found.push(target);
  }
  return found ?? nowhere;
}

/** Whether the name breaks at some position in some language. */
export function isReservedAnywhere(name: string): boolean {
  return everywhere.some((position) => reservedIn(position, name).length > 0);
}
