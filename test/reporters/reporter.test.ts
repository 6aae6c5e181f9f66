import assert from 'node:assert/strict';
import { reporters } from '../../reporters/index.ts';
import { defineDocument, defineStream, type Reporter } from '../../reporters/reporter.ts';
import { sampleRun, stream } from '../support/sample-run.ts';

const options = { color: false, width: 80, interactive: false };

const collect = async (reporter: Reporter): Promise<string[]> => {
  const parts: string[] = [];
  for await (const part of reporter.create(stream(sampleRun), options)) parts.push(part);
  return parts;
};

describe('reporter', () => {
  it('folds the events of a document and yields once', async () => {
    const runId = defineDocument({ name: 'id', summary: '', extension: 'txt', render: (record) => record.runId });
    assert.deepEqual(await collect(runId), ['20260301-093000-k7x2']);
    assert.equal(runId.kind, 'document');
  });

  it('renders a document at any time', () => {
    const count = defineDocument({
      name: 'n',
      summary: '',
      extension: 'txt',
      render: (record) => `${record.scenarios.length}`,
    });
    const rendering = count.start(options);
    assert.equal(rendering.end(), '0');
    for (const event of sampleRun) rendering.add(event);
    rendering.add({ type: 'tick', at: '' });
    assert.equal(rendering.end(), '5');
    assert.equal(rendering.end(), '5');
  });

  it('yields each text of a stream that is not empty', async () => {
    const start: Reporter['start'] = () => ({ add: ({ type }) => (type === 'run:start' ? 'a' : ''), end: () => 'b' });
    assert.deepEqual(await collect(defineStream({ name: 's', summary: '', extension: 'txt', start })), ['a', 'b']);
  });

  it('is listed with a name of its own and a summary', () => {
    assert.equal(new Set(reporters.map(({ name }) => name)).size, reporters.length);
    for (const { name, summary, extension } of reporters) {
      assert.match(name, /^[a-z][a-z-]*$/);
      assert.match(summary, /^[^\n]{5,60}$/);
      assert.match(extension, /^[a-z]+$/);
    }
  });
});
