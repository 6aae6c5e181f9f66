import assert from 'node:assert/strict';
import fc from 'fast-check';
import { identify } from '../../../../runner/probe/identity/identify.ts';

const hosts = (...names: string[]) => names.map((hostname) => ({ hostname }));

describe('identify', () => {
  for (const { body, names, who } of [
    { body: "You've hit web-1\n", names: ['web-1', 'web-10'], who: 'web-1' },
    { body: "You've hit web-10\n", names: ['web-1', 'web-10'], who: 'web-10' },
    { body: 'web-1', names: ['web-1'], who: 'web-1' },
    { body: '{"pod":"web-1"}', names: ['web-1', 'web'], who: 'web-1' },
    { body: 'my-web-1', names: ['web-1'], who: undefined },
    { body: 'web-1x', names: ['web-1'], who: undefined },
    { body: 'web-1_a', names: ['web-1'], who: undefined },
    { body: 'web-1.web.demo.svc', names: ['web-1', 'web'], who: 'web-1' },
    { body: 'web-1.', names: ['web-1'], who: 'web-1' },
    { body: 'web-1 and web-2', names: ['web-1', 'web-2'], who: undefined },
    { body: 'twins', names: ['twins', 'twins'], who: undefined },
    { body: 'from 10.0.0.1:8080', names: ['10.0.0.1'], who: '10.0.0.1' },
    { body: 'from 10.0.0.11', names: ['10.0.0.1'], who: undefined },
    { body: '110.0.0.1', names: ['10.0.0.1'], who: undefined },
    { body: 'nothing', names: ['', 'web'], who: undefined },
    { body: 'web-1', names: [], who: undefined },
  ])
    it(`${JSON.stringify(body)} among ${names.join(', ') || 'none'} is ${who}`, () =>
      assert.equal(identify(body, hosts(...names))?.hostname, who));

  it("finds any pod's name in kubia’s answer, whatever the other names are", () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        fc.pre(!names.some((each) => ['ve', 'hit'].includes(each)));
        for (const each of names) assert.equal(identify(`You've hit ${each}\n`, hosts(...names))?.hostname, each);
      }),
    );
  });
});
