import { describe, expect, test } from 'vitest';
import { generatedPart, withGenerated } from '../accuracy/page';
import { type Answer, type Found, header, matchVerdicts, parseVerdicts, type Verdict } from '../accuracy/verdicts';

const found = (line: number, text = 'await fetch(url)', path = 'a.ts'): Found => ({
  rule: 'service/missing-timeout',
  severity: 'error',
  repository: 'some/service',
  path,
  line,
  text,
  message: 'no timeout',
});

const verdict = (line: number, answer: Answer, text = 'await fetch(url)', path = 'a.ts'): Verdict => ({
  rule: 'service/missing-timeout',
  repository: 'some/service',
  commit: '0123456789ab',
  path,
  line,
  text,
  verdict: answer,
  note: '',
});

describe('verdicts on findings', () => {
  test('are read line by line, and a line of another form is refused', () => {
    const row = ['service/missing-timeout', 'some/service', '0123456789ab', 'a.ts', '7', 'await fetch(url)'].join('\t');
    expect(parseVerdicts(`${header}\n${row}\tright\tno signal\n${row}\twrong\t\n`)).toMatchObject([
      { line: 7, verdict: 'right', note: 'no signal' },
      { line: 7, verdict: 'wrong', note: '' },
    ]);
    expect(() => parseVerdicts(`${header}\n${row}\tmaybe\t\n`)).toThrow('line 2');
    expect(() => parseVerdicts(`${row}\tright\t\n`)).toThrow('line 1');
  });

  test('follow a line that moved, and belong to one finding each', () => {
    const moved = found(12);
    const second = found(30);
    const { judged, unjudged, gone } = matchVerdicts([moved, second], [verdict(7, 'right')]);
    expect([...judged]).toEqual([[moved, verdict(7, 'right')]]);
    expect(unjudged).toEqual([second]);
    expect(gone).toEqual([]);
  });

  test('go to the finding at their own place where a file has the line twice', () => {
    const [first, second] = [found(12), found(30)];
    const { judged, unjudged } = matchVerdicts([first, second], [verdict(30, 'wrong')]);
    expect([...judged.keys()]).toEqual([second]);
    expect(unjudged).toEqual([first]);
  });

  test('are told of when their finding is gone', () => {
    const other = verdict(12, 'wrong', 'await fetch(other)');
    expect(matchVerdicts([found(12)], [other])).toMatchObject({ unjudged: [found(12)], gone: [other] });
  });

  test('are counted on the page, what is gone apart', () => {
    const findings = [
      ...[found(1, 'a'), found(2, 'b'), found(3, 'c'), found(4, 'd')],
      { ...found(5, 'g'), severity: 'information' },
    ];
    const verdicts = [verdict(1, 'right', 'a'), verdict(2, 'wrong', 'b'), verdict(3, 'unsure', 'c')];
    const text = generatedPart(
      [{ id: 'service/missing-timeout', severity: 'error' }],
      [
        { name: 'some/service', commit: '0123456789abcdef', files: 3 },
        { name: 'some/other', commit: '0123456789abcdef', problem: 'it is not there' },
      ],
      findings,
      matchVerdicts(findings, [...verdicts, verdict(9, 'wrong', 'e'), verdict(9, 'right', 'f')]),
    );
    expect(text).toContain('| error | 4 in 1 | 3 | 1 | 1 | 1 | 1 of 2 (50 %) | 1 | 1 |');
    expect(text).toContain('| … as information | information | 1 in 1 | 0 | 0 | 0 | 0 | – |  |  |');
    expect(text).toContain('| error | 4 | 3 | 1 | 1 | 1 | 1 of 2 (50 %) |\n| warning | 0 | 0 | 0 | 0 | 0 | – |');
    expect(text).toContain('5 findings in 1 repositories (3 files); 3 of them judged.');
    expect(text).toContain('at `0123456789ab`: not counted, it is not there');
    expect(() => withGenerated('a page without marks', text)).toThrow('docs/accuracy.md');
  });
});
