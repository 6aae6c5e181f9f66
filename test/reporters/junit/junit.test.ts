import assert from 'node:assert/strict';
import fc from 'fast-check';
import { junit } from '../../../reporters/junit/junit.ts';
import type { RunEvent } from '../../../runner/core/events.ts';
import { fold, tally } from '../../../runner/core/fold.ts';
import { assertGolden } from '../../support/golden.ts';
import { assertJunitSchema, withoutExtensions } from '../../support/junit-schema.ts';
import { hostileText, killedAfterBoot, killedInStep, sampleRun, stream } from '../../support/sample-run.ts';

const options = { color: false, width: 80, interactive: false };

const render = async (events: Iterable<RunEvent>, profile = 'default'): Promise<string> => {
  const parts: string[] = [];
  for await (const part of junit.create(stream(events), { ...options, profile })) parts.push(part);
  assert.equal(parts.length, 1);
  return parts.join('');
};

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** The sums of the cases, as a consumer adds them up, and the counts of the root. */
const sums = (xml: string): Record<string, number>[] => [
  {
    tests: count(xml, /<testcase /g),
    failures: count(xml, /<failure /g),
    errors: count(xml, /<error /g),
  },
  Object.fromEntries(
    ['tests', 'failures', 'errors'].map((name) => [
      name,
      Number(xml.match(new RegExp(`<testsuites [^>]*${name}="(\\d+)"`))?.[1]),
    ]),
  ),
];

describe('junit', () => {
  it('golden: the default profile', async () => {
    const xml = await render(sampleRun);
    assertGolden('junit-default.xml', xml);
    assert.notEqual(withoutExtensions(xml), xml);
    await assertJunitSchema(withoutExtensions(xml));
  });

  it('golden: strict-jenkins', async () => {
    const xml = await render(sampleRun, 'strict-jenkins');
    assertGolden('junit-strict-jenkins.xml', xml);
    await assertJunitSchema(xml);
  });

  it('golden: killed after the boot', async () =>
    assertGolden('junit-killed-after-boot.xml', await render(killedAfterBoot)));

  it('golden: killed in a step', async () => assertGolden('junit-killed-in-step.xml', await render(killedInStep)));

  it('differs from the schema only in the three extensions', async () => {
    await assert.rejects(assertJunitSchema(await render(sampleRun)), /'(file|line)' is not allowed|properties/);
  });

  it('is valid and not green, with correct counts, for every beginning of a run', async () => {
    const documents = await Promise.all(sampleRun.map((_, end) => render(sampleRun.slice(0, end), 'strict-jenkins')));
    await assertJunitSchema(...documents);
    for (const xml of documents) {
      const [found, said] = sums(xml);
      assert.deepEqual(found, said);
      assert.ok((said?.['errors'] ?? 0) > 0);
    }
    const planned = tally(fold(sampleRun));
    const steps = Object.values(planned).reduce((sum, each) => sum + each, 0);
    for (const xml of documents.slice(1)) assert.ok(count(xml, /<testcase /g) >= steps);
  });

  it('has no suite that passes if its set-up failed', async () => {
    const suite =
      (await render(sampleRun)).match(/<testsuite name="[^"]*broken-set-up"[\s\S]*?<\/testsuite>/)?.[0] ?? '';
    assert.match(suite, /tests="3" failures="1" errors="1" skipped="1"/);
    assert.match(suite, /name="set-up"[^>]*>\s*<failure type="ExpectationFailed" message="The API server refused/);
    assert.match(suite, /name="clean-up"[^>]*>\s*<error type="cleanup-failed"/);
  });

  it('has different names for two steps with the same title', async () => {
    const xml = await render(sampleRun);
    assert.match(xml, /name="curl http:\/\/kubia answers 200 \[curl\]"/);
    assert.match(xml, /name="curl http:\/\/kubia answers 200 \[curl-2\]"/);
  });

  it('has a message of several lines as one line in the attribute and as the first line of the body', async () => {
    const events = sampleRun.map((event) =>
      event.type === 'step:end' && event.result.outcome === 'failed'
        ? { ...event, result: { ...event.result, reason: { code: 'refused' as const, message: 'one\ntwo' } } }
        : event,
    );
    assert.match(await render(events), /message="one two">one two\nexpected: {2}/);
  });

  it('is well-formed with the same cases for any text in any field', async function () {
    this.timeout(60_000);
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...Array.from(hostileText), '\n', '\r', '\t', ']]>', '<!--', '\uDC00', ' ') }),
      fc.constant(hostileText),
      fc.constant(''),
    );
    const cases = count(await render(sampleRun), /<testcase /g);
    const documents: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 8 }), async (replacements) => {
        let next = 0;
        const events = replaceTexts(sampleRun, () => replacements[next++ % replacements.length] ?? '');
        for (const profile of ['default', 'strict-jenkins']) {
          const xml = await render(events, profile);
          assert.equal(count(xml, /<testcase /g), cases);
          assert.deepEqual(...(sums(xml) as [unknown, unknown]));
          assert.doesNotMatch(xml, /\[\[ATTACHMENT/i);
          const names = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)].map(([, ...both]) =>
            both.join('\n'),
          );
          assert.equal(new Set(names).size, names.length);
          documents.push(withoutExtensions(xml));
        }
      }),
      { numRuns: 60 },
    );
    await assertJunitSchema(...documents);
  });
});

/** Keys that identify an event and its scenario; all others are free text. */
const structural = new Set(['type', 'outcome', 'phase', 'id', 'step', 'scenario', 'code', 'at']);

const replaceTexts = <Value>(value: Value, text: () => string, key = ''): Value => {
  if (typeof value === 'string') return (structural.has(key) ? value : text()) as Value;
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, text, key)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, replaceTexts(item, text, name)]),
  ) as Value;
};
