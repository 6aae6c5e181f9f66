import assert from 'node:assert/strict';
import { type DescribedImage, scenarioAnnotation, toDescribedImage } from '../../../../runner/core/simulated-image.ts';
import { nearestFirst } from '../../../../runner/simulator/images/described.ts';
import { cluster, pass } from '../support/images.ts';

type Written = Parameters<typeof toDescribedImage>[1];

describe('images that a user describes (simulated-images)', () => {
  const described = (more: Partial<Written>, image = 'shop/web'): DescribedImage =>
    toDescribedImage(image, { shell: 'none', 'ready-after': '0s', ...more });
  const http = { port: 8080, protocol: 'http', address: '0.0.0.0', delay: '0s' } as const;
  const web = 'http://10.244.1.20:8080';

  it('answers by path, with what is filled in', async () => {
    const answers = {
      '/healthz': { status: 503, body: 'no' },
      '/api/*': { status: 200, body: 'prefix' },
      '/api/v2/*': {
        status: 201,
        body: '{{hostname}} {{ip}} {{client}} {{port}} {{namespace}} {{env.MISSING}}|{{env.COLOR}} {{method}} {{path}} {{query.q}} {{header.X-Who}} \\{{path}}',
        headers: { 'X-Shop': 'on {{hostname}}' },
        log: 'asked for {{path}}',
      },
      '/': 'root of {{hostname}}',
    };
    const setting = cluster([described({ ports: [{ ...http, answers }], env: { COLOR: 'blue' } })]);
    const { logs } = setting.start('pod', '10.244.1.20', { image: 'shop/web:1' });
    const status = ['-w', ' %{http_code} %header{x-shop}'];
    assert.equal(await setting.curl(...status, `${web}/healthz`), 'no 503 ');
    assert.equal(
      await setting.curl(...status, '-H', 'X-Who: me', `${web}/api/v2/x?q=1`),
      'pod 10.244.1.20 10.244.1.9 8080 default |blue GET /api/v2/x 1 me {{path}} 201 on pod',
    );
    assert.equal(await setting.curl(`${web}/api/x`), 'prefix');
    assert.equal(await setting.curl(`${web}/`), 'root of pod');
    assert.match(await setting.curl(...status, `${web}/else`), / 404 $/);
    assert.deepEqual(logs, ['asked for /api/v2/x']);
  });

  it('opens its sockets later, answers late and ends by itself', async () => {
    const ports = [
      { ...http, delay: '2s', answers: { '/*': 'port', '/own': { status: 200, body: 'own', delay: '3s' } } },
    ];
    const setting = cluster([
      described({ ports, 'ready-after': '5s', exit: { code: 7, after: '60s' }, log: ['{{hostname}} starts'] }),
    ]);
    const { running, exits, logs } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.deepEqual([running.listeners.length, logs], [0, ['pod starts']]);
    await pass(setting.clusterState, 6_000);
    assert.equal(await setting.curl('-w', ' %{time_total}', web), 'port 2.000000');
    assert.equal(await setting.curl('-w', ' %{time_total}', `${web}/own`), 'own 3.000000');
    await pass(setting.clusterState, 60_000);
    assert.deepEqual(exits, [7]);
    assert.equal(running.listeners.length, 0);
  });

  it('opens nothing once it has ended', async () => {
    const setting = cluster([described({ ports: [8080], 'ready-after': '5s', exit: { code: 1, after: '1s' } })]);
    const first = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    const second = setting.start('other', '10.244.1.21', { image: 'shop/web' });
    await second.running.stop();
    await pass(setting.clusterState, 10_000);
    assert.deepEqual([first.exits, second.exits], [[1], [0]]);
    assert.deepEqual([first.running.listeners.length, second.running.listeners.length], [0, 0]);
  });

  it('listens for its own pod alone where it says so', async () => {
    const setting = cluster([described({ ports: [{ ...http, address: '127.0.0.1' }], shell: 'debian' })]);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    const status = ['-w', '%{exitcode}'];
    assert.equal(await setting.curl(...status, web), '7');
    const own = await setting.exec(running, ['curl', '-s', 'http://127.0.0.1:8080']);
    assert.equal(own.stdout, "You've hit pod\n");
  });

  it('without a shell has no program at all', async () => {
    const setting = cluster([described({}, 'luksa/kubia'), described({ shell: 'busybox' })]);
    const bare = setting.start('bare', '10.244.1.21', { image: 'luksa/kubia' });
    for (const program of ['curl', 'sh', 'echo'])
      assert.match(JSON.stringify((await setting.exec(bare.running, [program])).outcome), /missing/, program);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.equal((await setting.exec(running, ['sh', '-c', 'echo hi'])).stdout, 'hi\n');
    assert.match(JSON.stringify((await setting.exec(running, ['curl'])).outcome), /missing/);
  });

  it('has its environment and files, and runs another command in its shell', async () => {
    const setting = cluster([
      described({ shell: 'alpine', env: { COLOR: 'blue' }, files: { '/etc/shop.conf': 'x=1\n' }, ports: [8080] }),
    ]);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    const script = 'echo $COLOR; cat /etc/shop.conf';
    assert.equal((await setting.exec(running, ['sh', '-c', script])).stdout, 'blue\nx=1\n');
    const command = ['sh', '-c', 'echo other'];
    const { logs, exits } = setting.start('other', '10.244.1.21', { image: 'shop/web', command });
    await pass(setting.clusterState, 100);
    assert.deepEqual([logs, exits], [['other'], [0]]);
  });

  it('runs what is described when a pod names its entrypoint', async () => {
    const setting = cluster([described({ entrypoint: ['node', 'app.js'], ports: [8080] })]);
    setting.start('pod', '10.244.1.20', { image: 'shop/web', command: ['node', 'other.js'] });
    assert.equal(await setting.curl(web), "You've hit pod\n");
  });

  it('sends back what a tcp port gets, or what it says', async () => {
    const socket = { protocol: 'tcp', address: '0.0.0.0', delay: '0s' } as const;
    const ports = [
      { ...socket, port: 9000 },
      { ...socket, port: 9001, reply: '{{hostname}} got {{input}}' },
      { ...socket, port: 9002, reply: '' },
    ];
    const setting = cluster([described({ shell: 'debian', ports })]);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    const send = async (port: number): Promise<string> =>
      (await setting.exec(running, ['sh', '-c', `printf hi | nc -w 1 127.0.0.1 ${port}`])).stdout;
    assert.deepEqual([await send(9000), await send(9001), await send(9002)], ['hi', 'pod got hi', '']);
  });

  it('goes before the catalogue: one tag before all, the scenario before the project', async () => {
    const says = (text: string, image: string, scenario?: string): DescribedImage => ({
      ...described({ ports: [{ ...http, answers: { '/*': text } }] }, image),
      ...(scenario !== undefined && { scenario }),
    });
    const all = [
      says('project', 'traefik/whoami'),
      says('project v2', 'traefik/whoami:v2'),
      says('a', 'traefik/whoami', 'a'),
      says('b', 'traefik/whoami', 'b'),
    ];
    assert.deepEqual(
      nearestFirst(all).map(({ image, scenario }) => `${image} ${scenario}`),
      ['traefik/whoami a', 'traefik/whoami b', 'traefik/whoami:v2 undefined', 'traefik/whoami undefined'],
    );
    const setting = cluster(all);
    for (const scenario of ['a', 'b'])
      setting.clusterState.put({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: `ns-${scenario}`, annotations: { [scenarioAnnotation]: scenario } },
      });
    setting.start('pod', '10.244.1.20', { image: 'traefik/whoami:v2' }, 'ns-b');
    setting.start('other', '10.244.1.21', { image: 'traefik/whoami:v2' });
    setting.start('third', '10.244.1.22', { image: 'traefik/whoami' });
    assert.equal(await setting.curl(web), 'b');
    assert.equal(await setting.curl('http://10.244.1.21:8080'), 'project v2');
    assert.equal(await setting.curl('http://10.244.1.22:8080'), 'project');
  });
});
