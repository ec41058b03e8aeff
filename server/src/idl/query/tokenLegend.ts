/** What names are, in the terms that editors have colours for. */
export const tokenTypes = [
  'namespace',
  'type',
  'class',
  'struct',
  'enum',
  'interface',
  'enumMember',
  'property',
  'parameter',
  'method',
  'variable',
  'decorator',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ['declaration', 'readonly', 'deprecated'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];
