import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };
const codePoints = 0x110000 - surrogates.count;

const character = fc
  .nat(codePoints - 1)
  .map((code) => String.fromCodePoint(code < surrogates.first ? code : code + surrogates.count));

/** What names in objects that have prototypes. */
const trap = fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf');

/**
 * Texts of any characters. `fc.string` with the unit `binary` gives the same, but first makes a table of all characters there are, which
 * takes longer than the tests.
 */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof({ weight: 40, arbitrary: character }, { weight: 1, arbitrary: trap });
  return fc.array(unit, { maxLength }).map((all) => all.join(''));
}
