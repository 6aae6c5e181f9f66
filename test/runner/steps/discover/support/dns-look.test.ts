import assert from 'node:assert/strict';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { takeLook } from '../../../../../runner/steps/discover/support/dns-look.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { dnsCluster, workingZone, type Zone } from '../fake-dns.ts';

const control = { name: 'kubernetes.default.svc', type: 'A', search: true } as const;
const question = (name: string) => ({ name, type: 'A', search: true }) as const;
const look = (zone: Zone, ...names: string[]) =>
  takeLook(stepContext(dnsCluster({ zone: { ...workingZone, ...zone } })), 'pod/kubia-1', () => [
    control,
    ...names.map(question),
  ]);

describe('takeLook', () => {
  it('returns the answer to each question in order', async () => {
    const { verdicts, transcript, vantage } = await look({ 'A a.demo.svc.cluster.local.': ['10.0.0.1'] }, 'a', 'b');
    assert.deepEqual(
      verdicts.map(({ result }) => result),
      ['found', 'found', 'NXDOMAIN'],
    );
    assert.deepEqual(
      transcript.lookups.map(({ question: { name } }) => name),
      ['kubernetes.default.svc', 'a', 'b'],
    );
    assert.deepEqual(vantage, { place: 'pod', namespace: 'demo', pod: 'kubia-1' });
  });

  it('ignores silent upstream servers only for names of the cluster', async () => {
    const { verdicts } = await look({ 'A b.demo.svc.': 'down', 'A b.example.': 'down' }, 'b.demo.svc', 'b.example');
    assert.deepEqual(
      verdicts.map(({ result }) => result),
      ['found', 'NXDOMAIN', 'unanswered'],
    );
  });

  it('records the resolver and the time before it asks', async () => {
    const clock = manualClock();
    const context = stepContext(dnsCluster({ zone: workingZone }), { clock });
    const ask = () =>
      takeLook(context, 'pod/kubia-1', ({ search }) => {
        assert.equal(search[0], 'demo.svc.cluster.local');
        return [control];
      });
    assert.equal((await ask()).took, 0);
    await clock.advance(700);
    assert.equal((await ask()).took, 700);
  });
});
