import assert from 'node:assert/strict';
import { askGetent, canAskGetent } from '../../../../../runner/steps/discover/support/ask-getent.ts';
import { readResolverSettings } from '../../../../../runner/steps/discover/support/resolver-settings.ts';
import { type FakeRun, fakeBatch } from '../../../../support/fake-batch.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';

const vantage = { place: 'pod', namespace: 'demo', pod: 'kubia-1' } as const;
const question = (name: string, type: 'A' | 'AAAA' = 'A', search = true) => ({ name, type, search });

const answers: Record<string, string> = {
  'ahostsv4 kubia': '10.96.0.17      STREAM kubia.demo.svc.cluster.local\n10.96.0.17      DGRAM  \n',
  'ahostsv6 kubia': '::ffff:10.96.0.17 STREAM kubia.demo.svc.cluster.local\nfd00::17 STREAM \n',
  'ahostsv4 kubia.': '10.0.0.1 STREAM kubia\n',
};
const getent = ([, database, name]: string[]): FakeRun => {
  const stdout = answers[`${database} ${name}`];
  return stdout === undefined ? { status: 2 } : { stdout };
};

const ask = async (questions: ReturnType<typeof question>[], most = 99) => {
  const exec = fakeBatch(getent, { most });
  const texts: string[] = [];
  const context = stepContext(fakeCluster({ exec }));
  const lookups = await askGetent({ context, vantage, settings: readResolverSettings(''), texts }, questions);
  const found = lookups.map((lookup) => lookup.answers.map(({ name, records }) => [name, ...records].join(' ')));
  return { found, texts };
};

describe('askGetent', () => {
  it('reads addresses of the requested family, each once, and the canonical name', async () => {
    const { found, texts } = await ask([question('kubia'), question('kubia', 'AAAA'), question('kubia', 'A', false)]);
    assert.deepEqual(found, [
      ['kubia.demo.svc.cluster.local 10.96.0.17'],
      ['kubia.demo.svc.cluster.local fd00::17'],
      ['kubia 10.0.0.1'],
    ]);
    assert.match(texts[2] ?? '', /^# getent ahostsv4 kubia\.: 0\n10\.0\.0\.1 STREAM kubia$/);
  });

  it('reports only that a name is not found', async () => {
    assert.deepEqual((await ask([question('kubia'), question('nope')])).found[1], ['nope']);
  });

  it('continues after the time limit, but not when the first name, the control, is not found', async () => {
    const several = [question('kubia'), question('nope'), question('kubia')];
    assert.equal((await ask(several, 1)).found.flat().length, 3);
    assert.deepEqual((await ask([question('nope'), question('kubia')], 1)).found, [['nope'], []]);
  });

  it('supports addresses only', () => {
    assert.ok(canAskGetent([question('a'), question('a', 'AAAA')]));
    assert.ok(!canAskGetent([question('a'), { name: 'a', type: 'SRV', search: true }]));
  });
});
