import assert from 'node:assert/strict';
import { askDns } from '../../../../../runner/steps/discover/support/ask-dns.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions } from '../fake-dns.ts';

const vantage = { place: 'pod', namespace: 'demo', pod: 'kubia-1' } as const;
const question = (name: string, type: 'A' | 'SRV' = 'A') => ({ name, type, search: true });
const zone = { 'A kubia.demo.svc.cluster.local.': ['10.96.0.17'] };

/** A context that records the started programs. */
const noting = (options: FakeDnsOptions) => {
  const cluster = dnsCluster(options);
  const { exec } = cluster;
  const started: string[] = [];
  cluster.exec = (where, request) => {
    const [program = '', , script = ''] = request.command;
    started.push(program === 'sh' ? (/command -v (\w+)/.exec(script)?.[1] ?? program) : program);
    return exec(where, request);
  };
  return { context: stepContext(cluster), started };
};

describe('askDns', () => {
  it('uses dig, or getent where dig is missing, and remembers the choice', async () => {
    const tools = async (tool: 'dig' | 'getent') => {
      const { context, started } = noting({ zone, tool });
      const first = await askDns(context, vantage, [question('kubia')]);
      await askDns(context, vantage, [question('kubia')]);
      assert.deepEqual(first.lookups[0]?.answers[0]?.records, ['10.96.0.17']);
      assert.match(first.text, new RegExp(`^# ${tool} `));
      return started;
    };
    assert.deepEqual(await tools('dig'), ['cat', 'dig', 'dig']);
    assert.deepEqual(await tools('getent'), ['cat', 'dig', 'getent', 'getent']);
  });

  it('reports that dig is missing where it needs dig', async () => {
    const missing = (fault: unknown) =>
      fault instanceof Unobservable && fault.reason.code === 'tool-missing' && /program dig/.test(fault.message);
    const ask = (tool: 'getent' | 'none', type: 'A' | 'SRV') =>
      askDns(noting({ zone, tool }).context, vantage, [question('kubia', type)]);
    await assert.rejects(ask('none', 'A'), missing);
    await assert.rejects(ask('getent', 'SRV'), missing);
  });

  it('does not ask for an invalid name', async () => {
    for (const name of ['-x', '@10.0.0.1', '$(reboot)', 'a b', 'a;b', 'a..b', '', '*', "a'b", 'x'.repeat(300)])
      await assert.rejects(
        askDns(stepContext(fakeCluster({ exec: () => assert.fail('ran') })), vantage, [question(name)]),
        (fault) => fault instanceof Unobservable && fault.reason.code === 'spec-invalid',
        name,
      );
  });

  it('reads the settings of a place once per step', async () => {
    const { context, started } = noting({ zone });
    const reads = () => started.filter((program) => program === 'cat').length;
    await askDns(context, vantage, [question('a')]);
    await askDns(context, vantage, [question('a')]);
    assert.equal(reads(), 1);
    await askDns(context, { ...vantage, pod: 'other' }, [question('a')]);
    assert.equal(reads(), 2);
  });
});
