import assert from 'node:assert/strict';
import { locatePod } from '../../../../../../runner/simulator/api/kinds/pod/location.ts';
import { podKind } from '../../../../../../runner/simulator/api/kinds/pod/strategy.ts';
import { makeApi, podOf, report } from '../../../cluster.ts';

describe('the location of a pod', () => {
  it('is its address, at its first port or the one that is asked for', () => {
    const { create, context, store, random } = makeApi();
    create('Pod', podOf('p'));
    const locate = (id: string) => locatePod(id, { resource: podKind.resource, store, random, namespace: 'default' });
    assert.throws(() => locate('p'), /address not allowed/);
    report(context, 'p', { ip: '10.244.1.2', ready: true });
    assert.deepEqual(locate('p'), { secure: false, ip: '10.244.1.2', port: 8080 });
    assert.deepEqual(locate('https:p:443'), { secure: true, ip: '10.244.1.2', port: 443 });
    assert.throws(() => locate('q'), /pods "q" not found/);
    assert.throws(() => locate('ftp:p:80'), /invalid pod request/);
  });
});
