import { describe, expect, it } from 'vitest';
import { idlEdits } from '../../server/src/contract/changeIdl';
import { createTestWorkspace, testUri } from '../harness/engine';

const own = 'exception Den {}\nexception NotFound {}\n';

/** The file after `NotFound` was declared for the method `get` of its service; undefined where that cannot be done. */
function declared(text: string, others: Readonly<Record<string, string>> = {}): string | undefined {
  const { workspace } = createTestWorkspace({ 'a.thrift': text, ...others });
  const change = {
    title: '',
    kind: 'throws',
    uri: testUri('a.thrift'),
    service: 'S',
    method: 'get',
    exception: 'NotFound',
  } as const;
  const edits = [...idlEdits(change, workspace)].sort((a, b) => b.range.start - a.range.start);
  if (edits.length === 0) return undefined;
  return edits.reduce((at, { range, newText }) => at.slice(0, range.start) + newText + at.slice(range.end), text);
}

const service = (clause: string) => `${own}service S {\n  void get()${clause}\n}\n`;

describe('declaring an exception in the IDL', () => {
  it.each([
    ['', ' throws (1: NotFound notFound)'],
    [' throws (1: Den den)', ' throws (1: Den den, 2: NotFound notFound)'],
    [' throws (1: Den den,) // x', ' throws (1: Den den, 2: NotFound notFound,) // x'],
    [' throws (4: Den notFound)', ' throws (4: Den notFound, 5: NotFound notFound2)'],
    [
      ' throws (\n    1: Den den, // denied\n  )',
      ' throws (\n    1: Den den, // denied\n    2: NotFound notFound,\n  )',
    ],
    [' throws (\n    1: Den den // denied\n  )', ' throws (\n    1: Den den, // denied\n    2: NotFound notFound\n  )'],
    [
      ' throws (\n    1: Den a;\n    2: Den b /* b */\n  )',
      ' throws (\n    1: Den a;\n    2: Den b; /* b */\n    3: NotFound notFound\n  )',
    ],
    [
      ' throws (\n    1: Den a\n    2: Den b\n  )',
      ' throws (\n    1: Den a\n    2: Den b\n    3: NotFound notFound\n  )',
    ],
    [' throws (\n    1: Den a, 2: Den b\n  )', ' throws (\n    1: Den a, 2: Den b, 3: NotFound notFound\n  )'],
    [' throws (\n    1: Den den)', ' throws (\n    1: Den den, 2: NotFound notFound)'],
  ])('behind "%s"', (before, after) => {
    expect(declared(service(before))).toBe(service(after));
    expect(declared(service(before).replaceAll('\n', '\r\n'))).toBe(service(after).replaceAll('\n', '\r\n'));
  });

  it('includes the one file that has it', () => {
    const text = 'service S {\n  void get()\n}\n';
    const errors = { 'common/errors.thrift': 'exception NotFound {}\n' };
    expect(declared(text, errors)).toBe(
      'include "common/errors.thrift"\n\nservice S {\n  void get() throws (1: errors.NotFound notFound)\n}\n',
    );
    expect(declared(text, { ...errors, 'other.thrift': 'exception NotFound {}\n' })).toBeUndefined();
    expect(declared(text)).toBeUndefined();
    expect(declared(text, { 'errors.thrift': 'include "a.thrift"\nexception NotFound {}\n' })).toBeUndefined();
  });
});
