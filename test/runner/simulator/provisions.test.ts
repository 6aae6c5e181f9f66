import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { Provisions } from '../../../runner/simulator/provisions.ts';
import { wire } from '../../../runner/simulator/wiring.ts';

describe('provisions', () => {
  const wiring = wire({ clock: manualClock(1_790_000_000_000) });
  const provisions = new Provisions(wiring, 'own');
  after(() => wiring.stop());

  it('are made when they are asked for', () => {
    provisions.provide({});
    assert.equal(provisions.ingress, undefined);
    assert.deepEqual(provisions.externalHosts, []);
    assert.equal(wiring.clusterState.get('IngressClass', undefined, 'traefik'), undefined);
  });

  it('are made once', () => {
    provisions.provide({ ingress: true, externalHosts: 2 });
    const { ingress, externalHosts } = provisions;
    provisions.provide({ ingress: true, externalHosts: 1 });
    assert.equal(provisions.ingress, ingress);
    assert.deepEqual(
      externalHosts.map(({ name, ip }) => [name, ip]),
      [
        ['own-external-1', '172.18.0.101'],
        ['own-external-2', '172.18.0.102'],
      ],
    );
    assert.equal(provisions.externalHosts.length, 2);
  });

  it('leave an IngressClass that is there already as it is', () => {
    const own = wire({ clock: manualClock(1_790_000_000_000) });
    own.context.create('IngressClass', { metadata: { name: 'traefik' }, spec: { controller: 'example.com/own' } });
    new Provisions(own, 'own').provide({ ingress: true });
    const kept = own.clusterState.get('IngressClass', undefined, 'traefik');
    assert.deepEqual(kept?.['spec'], { controller: 'example.com/own' });
    own.stop();
  });
});
