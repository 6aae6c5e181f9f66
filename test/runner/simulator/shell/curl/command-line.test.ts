import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configWords, readCommandLine } from '../../../../../runner/simulator/shell/curl/command-line.ts';

const files = new Map([
  ['/c', 'silent\nurl = "http://a/\\"x\\""\n# note\n-m 3\n'],
  ['/loop', 'config = /loop'],
]);
const read = async (path: string): Promise<string | undefined> => files.get(path);
const first = async (...args: string[]) => {
  const line = await readCommandLine(args, read);
  assert.ok('transfers' in line, JSON.stringify(line));
  return line.transfers[0];
};

describe('the command line of curl', () => {
  it('letters may be joined, the last with its value', async () => {
    const transfer = await first('-sSfm5', '-oout', '-H', 'A: b', 'http://x');
    assert.deepEqual(
      [transfer?.silent, transfer?.showError, transfer?.fail, transfer?.maxTime],
      [true, true, true, 5_000],
    );
    assert.deepEqual([transfer?.outputs, transfer?.headers, transfer?.urls], [['out'], ['A: b'], ['http://x']]);
  });

  it('--next begins anew, -- ends the options', async () => {
    const line = await readCommandLine(['-s', 'a', '--next', '-f', 'b', '--', '-c'], read);
    assert.ok('transfers' in line);
    assert.deepEqual(
      line.transfers.map(({ silent, fail, urls }) => [silent, fail, urls]),
      [
        [true, false, ['a']],
        [false, true, ['b', '-c']],
      ],
    );
  });

  it('a config file is read as if its lines were words', async () => {
    const transfer = await first('-K', '/c');
    assert.deepEqual([transfer?.silent, transfer?.urls, transfer?.maxTime], [true, ['http://a/"x"'], 3_000]);
    assert.deepEqual(configWords('a: b\nheader "x\\ty"\n\n'), ['--a', 'b', '--header', 'x\ty']);
  });

  for (const [args, message] of [
    [[], 'no URL specified!'],
    [['-m'], 'option -m: requires parameter'],
    [['-m', 'soon', 'x'], 'option -m: expected a proper numerical parameter'],
    [['--bogus', 'x'], 'option --bogus: is unknown'],
    [['-y'], 'option -y: requires parameter'],
    [['-K', '/loop'], "cannot read config from '/loop'"],
  ] as const)
    it(`${args.join(' ') || 'nothing'}: ${message}`, async () => {
      const line = await readCommandLine(args, read);
      assert.ok('message' in line && line.message.startsWith(`curl: ${message}\n`), JSON.stringify(line));
    });

  it('whatever the words are, it answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('-s', '-K', '/c', '--next', '-d', '@/c', '--url', '-', '--'))),
        async (words) => {
          const line = await readCommandLine(words, read);
          assert.ok('transfers' in line || line.exitCode > 0);
        },
      ),
    );
  });
});
