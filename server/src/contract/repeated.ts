import { wordsOf } from '../idl/vocabulary/naming';
import type { IdlMethod } from './idl';

/** The first words of names that make, add or send something: twice of it is two. What sets, puts or deletes may be repeated. */
const writing =
  /^(?:create|add|insert|append|push|post|send|submit|publish|enqueue|charge|pay|transfer|withdraw|deposit|refund|purchase|order|book|reserve|increment|decrement|issue|mint|register|invite|place)$/i;

/** The first words that are names of things, too. */
const things =
  /^(?:post|charge|transfer|deposit|refund|purchase|order|book|reserve|issue|mint|register|invite|place)$/i;

/** What is asked of a thing: `orderStatus` reads an order, `orderTicket` makes one. */
const asked =
  /^(?:status|statuses|state|states|count|counts|total|totals|size|info|infos|information|details?|data|history|list|lists|summary|summaries|stats|statistics|metrics|report|reports|exists?|exist|id|ids|name|names|type|types|price|prices|amount|balance|address|version|schema|config|settings|options|metadata|search|lookup|query|view|by|of|for|is|has|get|find|read)$/i;

function saysWriting({ name, arguments: parameters }: IdlMethod): boolean {
  const words = wordsOf(name);
  const [first = '', second, last] = [words[0], words[1], words.at(-1)];
  if (!writing.test(first)) return false;
  if (!things.test(first)) return true;
  if (second === undefined) {
    // `order(id)` and `order(orderId)` ask for one.
    const [only = ''] = parameters;
    return parameters.length !== 1 || !new RegExp(`^(?:${first}_?)?id$`, 'i').test(only);
  }
  return ![second, last].some((each) => each !== undefined && asked.test(each));
}

/** Names of what tells the other side that it had a call already. */
export const keyed = /idempoten|dedup|request_?id|client_?token|nonce/i;

/** What says that doing the method twice is not the same as once: its name, or its annotation. Undefined when nothing does. */
export function whyNotRepeated(method: IdlMethod): 'named' | 'annotated' | undefined {
  const { idempotent, arguments: parameters } = method;
  if (idempotent !== undefined) return idempotent ? undefined : 'annotated';
  if (parameters.some((each) => keyed.test(each))) return undefined;
  return saysWriting(method) ? 'named' : undefined;
}
