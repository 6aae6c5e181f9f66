import assert from 'node:assert/strict';
import { sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { all, hits, kubia, outside, vip } from '../support/kubia.ts';

describe('the data plane: session affinity', () => {
  const sticky = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } };

  it('S14 always sticks, with a timeout that slides', async () => {
    const { clusterState, network, from } = kubia(sticky);
    const [first] = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
    for (let minute = 0; minute < 5; minute++) {
      await clusterState.clock.advance(50_000);
      assert.deepEqual(
        hits(() => network.connect(from('client'), vip, 80, 'TCP'), 1),
        [first],
      );
    }
  });

  it('S14 forgets after the timeout, 10800 seconds by default', async () => {
    const { clusterState, network, from } = kubia({ sessionAffinity: 'ClientIP' });
    const seen = new Set<string | undefined>();
    for (let time = 0; time < 30; time++) {
      const answers = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
      assert.equal(answers.length, 1);
      seen.add(answers[0]);
      await clusterState.clock.advance(10_801_000);
    }
    assert.equal(seen.size, 3);
  });

  it('pins each client for itself', () => {
    const { clusterState, network } = kubia(sticky);
    const seen = new Set<string>();
    for (let client = 0; client < 40; client++) {
      const pod = clusterState.pod(`client-${client}`, { ip: `10.244.1.${100 + client}`, ports: [] });
      const answers = hits(() => network.connect(sourceOfPod(pod), vip, 80, 'TCP'), 15);
      assert.equal(answers.length, 1);
      seen.add(answers[0] ?? '');
    }
    assert.deepEqual([...seen].sort(), all);
  });

  it('B53 re-pins at once when the endpoint goes', () => {
    const { network, from, put, ready } = kubia(sticky);
    const answered = network.connect(from('client'), vip, 80, 'TCP');
    const gone = answered.result === 'connected' ? answered.backend : undefined;
    put(
      {},
      ready.filter((each) => (each['addresses'] as string[])[0] !== gone?.ip),
    );
    const answers = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
    assert.equal(answers.length, 1);
    assert.notEqual(answers[0], gone?.name);
  });

  it('B53 holds through a NodePort for the client behind it', () => {
    const { network } = kubia({
      ...sticky,
      type: 'NodePort',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30123 }],
    });
    assert.equal(hits(() => network.connect(outside, '172.18.0.3', 30123, 'TCP'), 40).length, 1);
  });
});
