import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readScalar } from '../../../../runner/simulator/api/scalars.ts';
import { definitions, shapeOf } from '../../../../runner/simulator/api/schema/schema.ts';

const bytes = shapeOf({ type: 'string', format: 'byte' });
const quantity = shapeOf({ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity' });

describe('scalars that have a reader of their own', () => {
  for (const [text, at] of [
    ['*', 0],
    ['YQ=*', 2],
    ['a', 0],
    ['YWI', 0],
    ['YWJjYW', 4],
    ['YQ=', 3],
    ['Y===', 1],
    ['YQ==YQ==', 4],
    ['YWI=YQ==', 4],
    ['YWJj\n!', 4],
  ] as const)
    it(`${JSON.stringify(text)} is no base64`, () =>
      assert.deepEqual(readScalar(text, bytes), { fault: `illegal base64 data at input byte ${at}` }));

  it('all base64 is read', () =>
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        const text = Buffer.from(value).toString('base64');
        assert.deepEqual(readScalar(text, bytes), { value: text });
      }),
    ));

  it('a quantity may be a number, and gets its canonical form', () => {
    assert.ok(definitions['io.k8s.apimachinery.pkg.api.resource.Quantity']);
    assert.deepEqual(readScalar(2, quantity), { value: '2' });
    assert.deepEqual(readScalar('1024Mi', quantity), { value: '1Gi' });
    assert.ok('fault' in (readScalar({}, quantity) ?? {}));
  });

  it('leaves all others alone', () => assert.equal(readScalar('x', shapeOf({ type: 'string' })), undefined));
});
