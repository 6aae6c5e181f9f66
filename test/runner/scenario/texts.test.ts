import assert from 'node:assert/strict';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { Texts } from '../../../runner/scenario/texts.ts';

describe('Texts', () => {
  it('reads a file once, when it is needed', async () => {
    const read: string[] = [];
    const texts = new Texts(
      async (path) => {
        read.push(path);
        return 'a: 1';
      },
      '/root',
      (path) => path.slice(6),
    );
    assert.equal(await texts.fill(), false);
    assert.equal(texts.find('/root/a'), undefined);
    assert.equal(texts.find('/root/a'), undefined);
    assert.equal(await texts.fill(), true);
    const found = texts.find('/root/a');
    assert.ok(found && 'source' in found);
    assert.deepEqual(found.source.documents[0]?.value, { a: 1 });
    assert.equal(await texts.fill(), false);
    assert.deepEqual(read, ['/root/a']);
    assert.deepEqual([...texts.all], [['a', 'a: 1']]);
  });

  for (const [cause, code, message] of [
    [Object.assign(new Error(), { code: 'ENOENT' }), 'file-not-found', 'There is no such file: a.'],
    [Object.assign(new Error(), { code: 'EACCES' }), 'file-not-found', 'There is no permission to read the file: a.'],
    [new Error('odd'), 'file-not-found', 'The file cannot be read (odd): a.'],
    [new DiagnosticError({ code: 'path-outside', message: 'Out.' }), 'path-outside', 'Out: a.'],
  ] as const)
    it(`keeps the reason why a file has no text: ${message}`, async () => {
      const texts = new Texts(
        async () => {
          throw cause;
        },
        '/root',
        () => 'a',
      );
      texts.find('/root/a');
      await texts.fill();
      assert.deepEqual(texts.find('/root/a'), { fault: { code, message } });
    });
});
