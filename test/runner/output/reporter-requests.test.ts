import assert from 'node:assert/strict';
import { parseReporters } from '../../../runner/output/reporter-requests.ts';

const read = (...texts: string[]): unknown[] =>
  parseReporters(texts).requests.map(({ reporter, profile, file }) => [reporter.name, profile, file]);
const codes = (...texts: string[]): string[] => parseReporters(texts).diagnostics.map(({ code }) => code);

describe('parseReporters', () => {
  it('reads name, profile and file', () => {
    assert.deepEqual(read('console'), [['console', undefined, undefined]]);
    assert.deepEqual(read('junit'), [['junit', undefined, undefined]]);
    assert.deepEqual(read('console', 'junit:strict-jenkins=a=b:c.xml'), [
      ['console', undefined, undefined],
      ['junit', 'strict-jenkins', 'a=b:c.xml'],
    ]);
  });

  it('adds the console if no reporter writes to standard output', () => {
    assert.deepEqual(read(), [['console', undefined, undefined]]);
    assert.deepEqual(read('junit=r.xml'), [
      ['console', undefined, undefined],
      ['junit', undefined, 'r.xml'],
    ]);
  });

  it('suggests the nearest name, and reports all faults at once', () => {
    const { diagnostics } = parseReporters(['junti=r.xml', 'zzzzzzzz', 'junit:strict-jenkin']);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['reporter-unknown', 'reporter-unknown', 'reporter-unknown'],
    );
    assert.match(diagnostics[0]?.message ?? '', /junti=r\.xml: there is no such reporter\. Did you mean junit\?/);
    assert.match(diagnostics[1]?.message ?? '', /There are: console.*junit/);
    assert.match(diagnostics[2]?.message ?? '', /Did you mean strict-jenkins\?/);
    assert.match(parseReporters(['console:x']).diagnostics[0]?.message ?? '', /console has no profiles/);
  });

  it('refuses a file without a name, and a file for two reporters', () => {
    assert.deepEqual(codes('junit='), ['option-invalid']);
    assert.deepEqual(codes('console', 'junit'), ['option-invalid']);
    assert.deepEqual(codes('junit=a.xml', 'junit:strict-jenkins=a.xml'), ['option-invalid']);
    assert.deepEqual(codes('junit=a.xml', 'junit:strict-jenkins=b.xml'), []);
  });
});
