import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { main } from '../runner/cli.ts';
import { fold } from '../runner/core/fold.ts';
import { readRecord } from '../runner/record/read-record.ts';
import { testFolder } from './support/folder.ts';
import { kubectlName, standInForKubectl } from './support/kubectl.ts';
import { memoryIo } from './support/memory-io.ts';

const role = '{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: a } }';
const roleLine = 'Role (rbac.authorization.k8s.io/v1) is not simulated; use --cluster kind\n';
const imageLine = 'The image shop/web:1 is not simulated; use --cluster kind\n';
const podWith = (image: string): string =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: a, labels: { app: a } }, spec: { containers: [{ name: a, image: '${image}' }] } }`;
const service =
  '{ apiVersion: v1, kind: Service, metadata: { name: a }, spec: { selector: { app: a }, ports: [{ port: 80 }] } }';
const isReady = 'wait-for: { kind: Pod, labels: { app: a }, condition: Ready }';

const scenario = (given: string[], steps: string[], more = ''): string =>
  [
    'title: T',
    more,
    ...(given.length > 0 ? ['given:', ...given.map((each) => `  - manifest: ${each}`)] : []),
    'steps:',
    ...steps.map((each) => `  - ${each}`),
    '',
  ].join('\n');

/** Name → the scenario, the exit code of a run, the outcome and code of its steps, its last line. */
const cases: Record<string, [text: string, exit: number, outcomes: string, end?: string]> = {
  'a kind in given': [
    scenario([role], ['endpoints-are: { service: a, count: 0 }']),
    3,
    'skipped setup-failed',
    roleLine,
  ],
  'a kind in steps': [
    scenario(
      [],
      [
        `apply: { manifest: ${role} }`,
        `apply-fails: { manifest: ${role}, contains: anything }`,
        'resource-matches: { apiVersion: rbac.authorization.k8s.io/v1, kind: Role, name: a, fields: { rules: [] } }',
        'resource-absent: { apiVersion: rbac.authorization.k8s.io/v1, kind: Role, name: a }',
      ],
    ),
    3,
    Array(4).fill('error not-simulated').join(),
    roleLine,
  ],
  'a kind of no cluster in given': [
    scenario(['{ apiVersion: example.com/v1, kind: Foo, metadata: { name: a } }'], [isReady]),
    1,
    'skipped setup-failed',
  ],
  'a kind with a typo': [
    scenario([], ['apply: { manifest: { apiVersion: v1, kind: Servce, metadata: { name: a } } }']),
    1,
    'failed request-refused',
  ],
  'an image': [
    scenario([podWith('shop/web:1'), service], [isReady, 'curl: { url: http://a }']),
    3,
    'error not-simulated,error not-simulated',
    imageLine,
  ],
  'an image without which all steps pass': [
    scenario([podWith('shop/web:1'), service], ['curl-fails: { url: http://a, with: refused }']),
    3,
    'passed',
    imageLine,
  ],
  'an image that is described': [
    scenario([podWith('shop/web:1')], [isReady], 'simulated-images: { shop/web: { ports: [80] } }'),
    0,
    'passed',
  ],
  'an image name that is none': [scenario([podWith('shop/web:no name')], [isReady]), 1, 'failed not-ready'],
  'an image of a registry that exists nowhere': [
    scenario([podWith('registry.example.com/web')], [isReady]),
    1,
    'failed not-ready',
  ],
  'an answer that names no pod': [
    scenario(
      [podWith('nginx'), podWith('nginx').replace('name: a', 'name: b'), service],
      [isReady, 'curl-hits-distinct-pods: { service: a, pods: all }'],
    ),
    3,
    'passed,error pod-unidentified',
  ],
};

/** The outcomes of the only run of a folder. */
const outcomesIn = (folder: string): string => {
  const runs = join(folder, '.plumbline/runs');
  const [run = ''] = readdirSync(runs);
  const { events } = readRecord(readFileSync(join(runs, run, 'events.ndjson'), 'utf8'));
  return fold(events)
    .scenarios.flatMap(({ steps }) => steps)
    .map(({ result: { outcome, reason } }) => `${outcome} ${reason?.code ?? ''}`.trim())
    .join();
};

describe('what the embedded cluster does not simulate', function () {
  this.timeout(60_000);
  const folder = testFolder();
  const path = process.env['PATH'];
  after(() => {
    process.env['PATH'] = path;
  });

  for (const [name, [text, exit, outcomes, end]] of Object.entries(cases))
    it(`${name}: exit code ${exit}`, async () => {
      const place = dirname(folder.write(`${name}/a.yaml`, text));
      const io = memoryIo(place);
      assert.equal(await main(['run', 'a.yaml'], io), exit, `${io.stdout}${io.stderr}`);
      assert.equal(outcomesIn(place), outcomes, io.stdout);
      const times = io.stdout.split('not simulated; use --cluster kind').length - 1;
      assert.equal(times, end === undefined ? 0 : 1, io.stdout);
      assert.ok(end === undefined || io.stdout.endsWith(end), io.stdout);
    });

  it(`a kind in a command of ${kubectlName}: exit code 3`, async () => {
    process.env['PATH'] = standInForKubectl(folder).behind;
    const args = '[get, --raw, /apis/rbac.authorization.k8s.io/v1/roles]';
    const place = dirname(folder.write('command/a.yaml', scenario([], [`kubectl: { args: ${args}, exit: nonzero }`])));
    const io = memoryIo(place);
    assert.equal(await main(['run', 'a.yaml'], io), 3, `${io.stdout}${io.stderr}`);
    assert.equal(outcomesIn(place), 'error not-simulated', io.stdout);
    assert.ok(io.stdout.endsWith(roleLine), io.stdout);
  });

  describe('is told by `check`', () => {
    const texts = scenario([role, podWith('shop/web:1'), podWith('shop/web:1')], [isReady]);
    const checked = async (...words: string[]) => {
      const io = memoryIo(dirname(folder.write('checked/a.yaml', texts)));
      return { exit: await main(['check', 'a.yaml', ...words], io), io };
    };

    it('each thing once with its place, and the remedy once: exit code 3', async () => {
      const { exit, io } = await checked();
      assert.equal(exit, 3);
      assert.equal(io.stdout, '');
      assert.match(
        io.stderr,
        /^a\.yaml:4:65 {2}not-simulated {2}Role \(rbac.authorization.k8s.io\/v1\) is not simulated\.\n/,
      );
      assert.match(
        io.stderr,
        /\na\.yaml:5:\d+ {2}not-simulated {2}The image shop\/web:1 is not simulated\.\n[\s\S]*Also in 1 other place\./,
      );
      assert.ok(
        io.stderr.endsWith(
          '\nRole (rbac.authorization.k8s.io/v1) and the image shop/web:1 are not simulated; use --cluster kind\n',
        ),
        io.stderr,
      );
    });

    it('and not for a real cluster, on the command line or in plumbline.yaml', async () => {
      const { exit, io } = await checked('--cluster', 'kind');
      assert.deepEqual([exit, io.stdout, io.stderr], [0, '1 scenario with 1 step: no faults.\n', '']);
      folder.write('checked/plumbline.yaml', 'cluster: kind\n');
      assert.equal((await checked()).exit, 0);
      assert.equal((await checked('--cluster', 'embedded')).exit, 3);
      folder.write('checked/plumbline.yaml', 'simulated-images: { shop/web: {} }\n');
      assert.doesNotMatch((await checked()).io.stderr, /shop\/web/);
    });
  });
});
