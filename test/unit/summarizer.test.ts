import { describe, expect, it } from 'vitest';
import { createSummarizer } from '../../server/src/contract/summarize';
import { createTestWorkspace, testUri } from '../harness/engine';

const files = {
  'ids.thrift': 'typedef i64 Id\n',
  'shared.thrift': 'include "ids.thrift"\ntypedef ids.Id UserId\nstruct User { 1: UserId id }\n',
  'users.thrift': 'include "shared.thrift"\nservice Users { shared.User get(1: shared.UserId id) }\n',
  'orders.thrift': 'service Orders { void order(1: i64 id) }\n',
  'lonely.thrift': 'struct Lonely { 1: i32 x }\n',
};

function setUp() {
  const { workspace } = createTestWorkspace({});
  for (const [name, text] of Object.entries(files)) workspace.open(testUri(name), text);
  const summarizer = createSummarizer(workspace);
  const parts = () => new Map(summarizer.parts().map((part) => [part.uri.slice(part.uri.lastIndexOf('/') + 1), part]));
  /** What a summarizer says that knows nothing from before. */
  const fresh = () => createSummarizer(workspace).parts();
  return { workspace, summarizer, parts, fresh };
}

describe('the summary of the IDL', () => {
  it('has files with services and what they reach, in the order of names', () => {
    const { parts } = setUp();
    expect([...parts().keys()]).toEqual(['ids.thrift', 'orders.thrift', 'shared.thrift', 'users.thrift']);
  });

  it('keeps the parts of files that say what they said', () => {
    const { workspace, parts, fresh, summarizer } = setUp();
    const before = parts();
    workspace.open(testUri('orders.thrift'), `// a comment\n${files['orders.thrift']}`);
    workspace.open(testUri('users.thrift'), files['users.thrift'].replace('get', 'find'));
    const after = parts();
    expect([...after].filter(([name, part]) => before.get(name) !== part).map(([name]) => name)).toEqual([
      'users.thrift',
    ]);
    expect(summarizer.parts()).toEqual(fresh());
  });

  it('reads files anew that reach what changed', () => {
    const { workspace, parts, fresh, summarizer } = setUp();
    const before = parts();
    expect(before.get('users.thrift')?.services[0]?.methods[0]?.takes[0]?.wire).toBe('I64');
    workspace.open(testUri('ids.thrift'), 'typedef string Id\n');
    const after = parts();
    expect(after.get('users.thrift')?.services[0]?.methods[0]?.takes[0]?.wire).toBe('STRING');
    expect(after.get('orders.thrift')).toBe(before.get('orders.thrift'));
    expect(summarizer.parts()).toEqual(fresh());
  });

  it('follows files that come and go', () => {
    const { workspace, parts, fresh, summarizer } = setUp();
    parts();
    workspace.close(testUri('ids.thrift'));
    expect(parts().has('ids.thrift')).toBe(false);
    expect(parts().get('users.thrift')?.services[0]?.methods[0]?.takes[0]?.wire).toBeUndefined();
    expect(summarizer.parts()).toEqual(fresh());
    workspace.open(testUri('ids.thrift'), files['ids.thrift']);
    expect(parts().get('users.thrift')?.services[0]?.methods[0]?.takes[0]?.wire).toBe('I64');
    expect(summarizer.parts()).toEqual(fresh());
  });
});
