import assert from 'node:assert/strict';
import { hasStatus, keepSystemFields, mustBeSame } from '../../../../runner/simulator/api/system-fields.ts';
import { apiKind, makeApi, serviceOf } from '../cluster.ts';

describe('fields of the system', () => {
  const service = apiKind('Service');
  const old = makeApi().create('Service', serviceOf('a'));

  it('come from the old object, with its status', () => {
    const { uid, creationTimestamp } = old.metadata;
    const metadata = { name: 'a', uid: '', resourceVersion: '', creationTimestamp: 'never', labels: { a: 'b' } };
    const next = keepSystemFields(service, { ...old, metadata, status: { own: true } }, old, {});
    assert.deepEqual([next.metadata.creationTimestamp, next.metadata.labels], [creationTimestamp, { a: 'b' }]);
    assert.deepEqual(next['status'], old['status']);
    const withStatus = keepSystemFields(service, { ...old, spec: {}, status: { own: true } }, old, {
      subresource: 'status',
    });
    assert.deepEqual([withStatus['spec'], withStatus['status']], [old['spec'], { own: true }]);
    assert.equal(withStatus.metadata.uid, uid);
  });

  it('a kind without the subresource has an ordinary status', () => {
    assert.deepEqual([hasStatus(service), hasStatus(apiKind('ConfigMap'))], [true, false]);
  });

  for (const [change, message] of [
    [{ name: 'b' }, 'the name of the object (b) does not match the name on the URL (a)'],
    [{ namespace: 'x' }, 'the namespace of the provided object does not match the namespace sent on the request'],
    [{ resourceVersion: 'x' }, 'strconv.ParseUint: parsing "x": invalid syntax'],
    [
      { resourceVersion: '999' },
      'Operation cannot be fulfilled on services "a": the object has been modified; please apply your changes to the latest version and try again',
    ],
  ] as const)
    it(message, () => assert.throws(() => mustBeSame(service, { ...old.metadata, ...change }, old, {}), { message }));

  it('another identity is told with the place where etcd has the object', () =>
    assert.throws(
      () => mustBeSame(service, { ...old.metadata, uid: 'other' }, old, { manager: 'test' }),
      /Key: \/services\/specs\/default\/a, .*UID in precondition: other/,
    ));
});
