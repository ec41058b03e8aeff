import { distance } from 'fastest-levenshtein';

/** A slip of the finger changes no more letters than this, however long the name. */
const mostEdits = 2;
/** A name shorter than this with another letter is another name. */
const shortest = 3;

/** What may be written instead of a name that means nothing: best first, at most `limit`. */
export function suggest(name: string, candidates: Iterable<string>, limit = 2): string[] {
  const lower = name.toLowerCase();
  const tail = lower.slice(lower.lastIndexOf('.') + 1);
  const allowed = tail.length < shortest ? 0 : Math.min(mostEdits, Math.floor(tail.length / 3));
  const found: { candidate: string; far: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const far = distanceTo(lower, tail, candidate.toLowerCase(), allowed);
    if (far !== undefined) found.push({ candidate, far });
  }
  return found
    .sort((a, b) => a.far - b.far || a.candidate.length - b.candidate.length || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** How far the candidate is from the name, both in lower case; undefined when too far to be what was meant. */
function distanceTo(name: string, tail: string, candidate: string, allowed: number): number | undefined {
  if (candidate === name) return 0;
  const candidateTail = candidate.slice(candidate.lastIndexOf('.') + 1);
  if (candidateTail === tail) return 0.5;
  if (Math.abs(candidate.length - name.length) > allowed) return undefined;
  const far = distance(name, candidate);
  return far <= allowed ? far : undefined;
}
