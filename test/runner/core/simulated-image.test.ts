import assert from 'node:assert/strict';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';

const greeting = "You've hit {{hostname}}\n";

describe('simulated-image', () => {
  it('fills in all defaults', () => {
    assert.deepEqual(toDescribedImage('shop/web', { 'ready-after': '0s', shell: 'debian' }), {
      image: 'shop/web',
      ports: [],
      readyAfter: 0,
      log: [],
      env: {},
      files: {},
      shell: 'debian',
      entrypoint: [],
    });
  });

  it('reads short forms and times', () => {
    const port = { port: 81, protocol: 'http', address: '127.0.0.1', delay: '1m' } as const;
    const { ports, readyAfter, exit } = toDescribedImage('shop/web', {
      'ready-after': '1.5s',
      shell: 'none',
      exit: { code: 3, after: '2s' },
      ports: [80, { ...port, answers: { '/a': 'A', '/b': { status: 500, body: 'B', delay: '0s' } } }],
    });
    assert.deepEqual([readyAfter, exit], [1_500, { code: 3, after: 2_000 }]);
    assert.deepEqual(ports, [
      {
        port: 80,
        protocol: 'http',
        address: '0.0.0.0',
        answers: { '/*': { status: 200, body: greeting, delay: 0 } },
        delay: 0,
      },
      {
        ...port,
        answers: { '/a': { status: 200, body: 'A', delay: 60_000 }, '/b': { status: 500, body: 'B', delay: 0 } },
        delay: 60_000,
      },
    ]);
  });
});
