import pc from 'picocolors';
import type { Environment } from './terminal';

export type Colors = ReturnType<typeof pc.createColors>;

/** What decides about colours, strongest first: the flags, NO_COLOR, FORCE_COLOR, a dumb terminal, whether there is one. */
export interface ColorFacts {
  readonly flag: boolean | undefined;
  readonly env: Environment;
  readonly isTty: boolean;
}

function wantsColor({ flag, env, isTty }: ColorFacts): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTty && env.TERM !== 'dumb';
}

/** Functions that colour text, or leave it as it is. */
export function createColors(facts: ColorFacts): Colors {
  return pc.createColors(wantsColor(facts));
}
