import { type Finding, type Fix, severities } from '../core/finding';

function compare(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.topic?.rank ?? 0) - (b.topic?.rank ?? 0);
}

/** The first of each of the fixes that change a text in one and the same way: two rules may propose one cure. */
function distinct(fixes: readonly Fix[]): readonly Fix[] {
  const edits = fixes.map((each) => JSON.stringify(each.edits));
  return fixes.filter((_, i) => edits.indexOf(edits[i] ?? '') === i);
}

/** The gravest of several findings, which says what the others say as well and offers their fixes. */
function join(findings: readonly Finding[]): Finding | undefined {
  const [first, ...others] = [...findings].sort(compare);
  if (!first || others.length === 0) return first;
  return {
    ...first,
    message: [first.message, ...others.map(({ message, rule }) => `${message} (${rule})`)].join(' '),
    related: [first, ...others].flatMap(({ related }) => related),
    tags: [...new Set([first, ...others].flatMap(({ tags }) => tags))],
    fixes: () => distinct([first, ...others].flatMap(({ fixes }) => fixes())),
  };
}

/** Makes one finding of those of one topic at one place: a loop that is wrong in three ways is one loop to mend. */
export function joinFindings(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  const joined: Finding[] = [];
  for (const finding of findings) {
    if (!finding.topic) {
      joined.push(finding);
      continue;
    }
    const { start, end } = finding.range;
    const place = `${finding.topic.name}:${start}:${end}`;
    const group = groups.get(place);
    if (group) group.push(finding);
    else groups.set(place, [finding]);
  }
  return [...joined, ...[...groups.values()].flatMap((group) => join(group) ?? [])];
}
