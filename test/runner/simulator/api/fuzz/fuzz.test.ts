import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anyKind, nonsense, pathOf, request } from './arbitraries.ts';
import { checkAnswer, startSubject } from './subject.ts';

/** What fails is printed with the seed that repeats it. */
const settings = { numRuns: 60, endOnFailure: true };

describe('anything that is asked of the API', function () {
  this.timeout(120_000);

  for (const [title, arbitrary] of [
    ['random bodies and patches of every kind', request],
    ['paths, methods, headers and bodies that make no sense', nonsense],
  ] as const)
    it(`${title} are answered, with a Status where something is wrong`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(arbitrary, { minLength: 20, maxLength: 40 }), async (requests) => {
          const subject = await startSubject();
          for (const sent of requests) {
            checkAnswer(sent, await subject.ask(sent));
            await subject.clock.advance(10);
          }
          // Whatever was stored can be told: lists of all kinds, in the versions in which they were written.
          const healthy = await subject.ask({
            method: 'GET',
            path: '/api/v1/namespaces',
            type: '',
            headers: {},
          });
          assert.equal(healthy.status, 200, healthy.text);
          subject.stop();
        }),
        settings,
      );
    });

  it('what is created is there, under its own uid and a version newer than all before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 40, maxLength: 80 }), async (requests) => {
        const subject = await startSubject();
        let newest = 0;
        for (const sent of requests) {
          const { status, text } = await subject.ask(sent);
          if (sent.method !== 'POST' || status !== 201 || sent.path.includes('dryRun')) continue;
          const { metadata } = JSON.parse(text) as { metadata: Record<string, string | undefined> };
          // A review or a token is an answer, not an object that is kept.
          if (metadata['resourceVersion'] === undefined) continue;
          // The garbage collector takes what belongs to nobody.
          if ('ownerReferences' in metadata) continue;
          assert.ok(Number(metadata['resourceVersion']) > newest, text);
          newest = Number(metadata['resourceVersion']);
          const path = `${sent.path.split('?')[0]}/${metadata['name']}`;
          const read = await subject.ask({ method: 'GET', path, type: '', headers: {} });
          assert.equal(read.status, 200, `${path} ${read.text} ${text}`);
          const found = JSON.parse(read.text) as { metadata: Record<string, string | undefined> };
          assert.equal(found.metadata['uid'], metadata['uid']);
        }
        subject.stop();
      }),
      settings,
    );
  });

  it('a hundred watchers that vanish leave an API that answers', async () => {
    const subject = await startSubject();
    await fc.assert(
      fc.asyncProperty(fc.array(anyKind, { minLength: 100, maxLength: 100 }), async (kinds) => {
        const watchers = await Promise.all(
          kinds.map(async ({ resource }) => {
            const over = new AbortController();
            const { status, body } = await subject.direct.open(
              { method: 'GET', path: `${pathOf(resource)}?watch=true&resourceVersion=0`, headers: {} },
              over.signal,
            );
            assert.equal(status, 200);
            const reading = (async () => {
              for await (const text of body) assert.ok(text.length > 0);
            })().catch(() => undefined);
            return { over, reading };
          }),
        );
        await subject.clock.advance(50);
        for (const { over } of watchers) over.abort();
        await subject.clock.advance(50);
        await Promise.all(watchers.map(({ reading }) => reading));
      }),
      { numRuns: 3 },
    );
    const { status } = await subject.ask({ method: 'GET', path: '/api/v1/pods', type: '', headers: {} });
    assert.equal(status, 200);
    subject.stop();
  });
});
