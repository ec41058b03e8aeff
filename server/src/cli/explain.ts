import { localize } from '../core/finding';
import { type Context, complain, type ExitCode } from './context';
import { explainCall, placeIn } from './explainCall';
import { renderMarkdown } from './markdown';
import { didYouMean } from './suggest';

/** `thriftwise explain RULE`, where the family may be left out when the name is the only one; `thriftwise explain FILE:LINE`. */
export async function explain(context: Context): Promise<ExitCode> {
  const { arguments: given, terminal, registry, program, colors, locale } = context;
  const [wanted, ...more] = given.positionals;
  if (wanted === undefined || more.length > 0)
    return complain(terminal, [
      '"thriftwise explain" needs one rule, such as idl/field-naming, or a place, such as src/users.ts:12.',
    ]);
  const place = placeIn(wanted);
  if (place) return explainCall(context, place);
  const ids = registry.all.map((rule) => rule.id);
  const matching = ids.filter((id) => id === wanted || id.endsWith(`/${wanted}`));
  const rule = registry.all.find((each) => each.id === matching[0]);
  if (!rule || matching.length > 1) {
    const known = wanted.includes('/') ? ids : [...ids, ...ids.map((id) => id.slice(id.indexOf('/') + 1))];
    const why = matching.length > 1 ? ` It could be ${matching.join(' or ')}.` : didYouMean(wanted, known);
    return complain(terminal, [`There is no rule "${wanted}".${why} "thriftwise rules" lists them all.`]);
  }
  const page = program.page(rule.id);
  const text = page === undefined ? `${rule.id}: ${localize(rule.summary, locale)}\n` : renderMarkdown(page, colors);
  await terminal.out(text);
  return 0;
}
