import assert from 'node:assert/strict';
import { askDig } from '../../../../../runner/steps/discover/support/ask-dig.ts';
import { readResolverSettings } from '../../../../../runner/steps/discover/support/resolver-settings.ts';
import { fakeBatch } from '../../../../support/fake-batch.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { digText, podResolver, type Zone } from '../fake-dns.ts';

const vantage = { place: 'pod', namespace: 'demo', pod: 'kubia-1' } as const;
const question = (name: string, search = true) => ({ name, type: 'A' as const, search });

const zone: Zone = {
  'A kubia.svc.cluster.local.': ['10.96.0.17'],
  'A empty.demo.svc.cluster.local.': 'NODATA',
  'A down.demo.svc.cluster.local.': 'down',
  'A half.cluster.local.': 'down',
  'A silent.example.': 'down',
};

/** The names that each exec asked for, and the answers. `most` is the number of digs that one exec has time for. */
const ask = async (
  names: (string | ReturnType<typeof question>)[],
  { most, resolver = podResolver } = { most: 99 } as { most?: number; resolver?: string },
) => {
  const execs: string[][] = [];
  const cluster = fakeCluster({
    exec: (where, request) => {
      const asked: string[] = [];
      execs.push(asked);
      const dig = ([, , , , , type = '', , name = '']: string[]) => {
        asked.push(name);
        const found = zone[`${type} ${name}`] ?? 'NXDOMAIN';
        return { stdout: digText(type, name, found), status: found === 'down' ? 9 : 0 };
      };
      return fakeBatch(dig, { ...(most !== undefined && { most }) })(where, request);
    },
  });
  const asking = { context: stepContext(cluster), vantage, settings: readResolverSettings(resolver), texts: [] };
  const lookups = await askDig(
    asking,
    names.map((name) => (typeof name === 'string' ? question(name) : name)),
  );
  const answers = lookups.map((lookup) =>
    lookup.answers.map(({ name, rcode, records }) =>
      [name.replace('.svc.cluster.local.', ''), rcode ?? 'silence', ...records].join(' '),
    ),
  );
  return { execs, answers };
};

describe('askDig', () => {
  it('asks for each completed name until one has records', async () => {
    const { answers } = await ask(['kubia', 'empty', 'kubia']);
    const found = ['kubia.demo NXDOMAIN', 'kubia NOERROR 10.96.0.17'];
    assert.deepEqual(answers, [
      found,
      ['empty.demo NOERROR', 'empty NXDOMAIN', 'empty.cluster.local. NXDOMAIN'],
      found,
    ]);
  });

  it('does not complete a name when the search list is off', async () => {
    assert.deepEqual((await ask([question('kubia', false)])).execs, [['kubia.']]);
  });

  it("asks for the cluster's names in one exec, and for others only when those have no records", async () => {
    const own = (name: string) => ['demo.svc.', 'svc.', ''].map((part) => `${name}.${part}cluster.local.`);
    const { execs } = await ask(['kubia', 'a.b']);
    assert.deepEqual(execs, [[...own('kubia'), ...own('a.b')], ['a.b.']]);
    assert.deepEqual((await ask(['kubia.svc.cluster.local'])).execs.flat().at(-1), 'kubia.svc.cluster.local.');
  });

  it('asks for one name after another outside pods', async () => {
    const resolver = 'search a.example b.example\nnameserver 10.0.0.2';
    const { execs } = await ask(['x'], { resolver });
    assert.deepEqual(execs, [['x.a.example.'], ['x.b.example.']]);
  });

  it('stops a question without an answer, and all questions if the first has none', async () => {
    assert.deepEqual((await ask(['down', 'kubia'], { most: 1 })).answers, [['down.demo silence'], []]);
    const { answers } = await ask(['kubia', 'down', 'half', 'kubia']);
    assert.deepEqual(answers[1], ['down.demo silence']);
    assert.deepEqual(answers[2], ['half.demo NXDOMAIN', 'half NXDOMAIN', 'half.cluster.local. silence']);
    assert.equal(answers[3]?.at(-1), 'kubia NOERROR 10.96.0.17');
  });

  it('continues in another exec after the time limit of the first', async () => {
    const { execs, answers } = await ask(['kubia', 'empty'], { most: 2 });
    assert.equal(execs.length, 3);
    assert.deepEqual(answers[1], ['empty.demo NOERROR', 'empty NXDOMAIN', 'empty.cluster.local. NXDOMAIN']);
  });
});
