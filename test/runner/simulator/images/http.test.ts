import assert from 'node:assert/strict';
import {
  html,
  httpListener,
  parametersOf,
  pathOf,
  plain,
  portFlag,
  readFlags,
} from '../../../../runner/simulator/images/http.ts';

const request = (target: string, body = '', type = '') => ({
  method: 'POST',
  target,
  headers: { 'content-type': type },
  body,
});

describe('the HTTP of images', () => {
  it('reads path and parameters, of a form too', () => {
    assert.equal(pathOf(request('/a/b?c=/d?e')), '/a/b');
    assert.equal(parametersOf(request('/a?x=1%202&y')).get('x'), '1 2');
    const form = request('/a?x=1', 'z=3', 'application/x-www-form-urlencoded');
    assert.deepEqual(
      [...parametersOf(form)],
      [
        ['x', '1'],
        ['z', '3'],
      ],
    );
    assert.equal(parametersOf(request('/a', 'z=3', 'text/plain')).get('z'), null);
  });

  for (const [args, flags, words] of [
    [['--port=80', 'x'], { port: '80' }, ['x']],
    [['--port', '80', '-close'], { port: '80', close: 'true' }, []],
    [['-text=a=b c'], { text: 'a=b c' }, []],
    [['--a', '--b'], { a: 'true', b: 'true' }, []],
  ] as const)
    it(`flags ${args.join(' ')}`, () => assert.deepEqual(readFlags(args), { flags, words }));

  it('takes a port from a flag when it is one', () => {
    assert.deepEqual(
      [':8080', '80', undefined, 'x', '70000'].map((each) => portFlag(each, 1)),
      [8080, 80, 1, 1, 1],
    );
  });

  it('answers have a type', () => {
    assert.equal(plain('a').headers['content-type'], 'text/plain; charset=utf-8');
    assert.deepEqual([html('a', 404).headers['content-type'], html('a', 404).status], ['text/html', 404]);
    assert.equal(httpListener(80, async () => plain('a')).address, '0.0.0.0');
  });
});
