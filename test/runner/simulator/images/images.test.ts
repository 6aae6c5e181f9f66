import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { createDns } from '../../../../runner/simulator/dns/coredns.ts';
import { resolvConfOf } from '../../../../runner/simulator/dns/resolv-conf.ts';
import type { DescribedImage } from '../../../../runner/simulator/images/described.ts';
import { createImages } from '../../../../runner/simulator/images/index.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { RunningContainer } from '../../../../runner/simulator/world.ts';
import { io, settled } from '../support/shell.ts';
import { endpoint, type TestWorld, testWorld } from '../support/world.ts';

/** A cluster with DNS that runs images as the kubelet does. */
const cluster = (described: readonly DescribedImage[] = []) => {
  const world = testWorld();
  const parts = { world, network: createNetwork(world), dns: createDns(world) };
  const images = createImages(parts, described);
  const start = (name: string, ip: string, container: JsonObject, namespace = 'default') => {
    const repository = String(container['image']).replace(/:[^:/]*$/, '');
    const image = images.find(({ names }) => names.includes(repository));
    assert.ok(image, `no image ${repository}`);
    const pod = world.pod(name, { ip, namespace, ports: [], spec: { containers: [{ name: 'main', ...container }] } });
    const logs: string[] = [];
    const exits: number[] = [];
    const running = image.start({
      pod,
      container: { name: 'main', ...container },
      hostname: name,
      ip,
      env: {},
      files: { '/etc/resolv.conf': resolvConfOf(world, pod), '/etc/hosts': `127.0.0.1\tlocalhost\n${ip}\t${name}\n` },
      world,
      log: (line) => logs.push(line),
      exited: (code) => exits.push(code),
    });
    world.run(pod, running);
    return { pod, running, logs, exits };
  };
  start('coredns', '10.244.0.2', { image: 'registry.k8s.io/coredns/coredns:v1.12.1' }, 'kube-system');
  world.service(
    'kube-dns',
    { clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] },
    [endpoint('10.244.0.2', 'control-plane')],
    {
      namespace: 'kube-system',
    },
  );
  const client = start('client', '10.244.1.9', { image: 'luksa/kubia' });
  const exec = async (container: RunningContainer, command: readonly string[]) => {
    const streams = io();
    const outcome = await settled(world, container.exec(command, streams));
    return { ...streams.text, outcome };
  };
  const curl = async (...args: string[]) => (await exec(client.running, ['curl', '-s', ...args])).stdout;
  return { world, images, start, exec, curl, client };
};

/** Lets what goes on in the background go on for so many milliseconds. */
const pass = async (world: TestWorld, milliseconds: number): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  for (let step = 0; step < 20; step++) await world.clock.advance(milliseconds / 20);
};

describe('the catalogue of images (C12)', () => {
  it('names each repository once', () => {
    const names = cluster().images.flatMap((image) => image.names);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const [image, container, url, expected] of [
    ['luksa/kubia', {}, 'http://10.244.1.20:8080/any/path', "You've hit pod\n"],
    ['registry.k8s.io/e2e-test-images/agnhost:2.56', { args: ['netexec'] }, 'http://10.244.1.20:8080/hostname', 'pod'],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec', '--http-port=80'] },
      'http://10.244.1.20/hostName',
      'pod',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/echo?msg=a%20b',
      'a b',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/header?key=user-agent',
      'curl/7.88.1',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/serverport',
      '8080',
    ],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { args: ['netexec'] },
      'http://10.244.1.20:8080/shell?cmd=echo%20hi%20%26%26%20exit%203',
      '{"error":"exit status 3","output":"hi\\n"}',
    ],
    ['registry.k8s.io/e2e-test-images/agnhost:2.56', { args: ['serve-hostname'] }, 'http://10.244.1.20:9376', 'pod'],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.56',
      { command: ['/agnhost', 'serve-hostname', '--port', '80'] },
      'http://10.244.1.20',
      'pod',
    ],
    ['hashicorp/http-echo', { args: ['-text=hello', '-listen=:8080'] }, 'http://10.244.1.20:8080', 'hello\n'],
    [
      'gcr.io/google-samples/hello-app:1.0',
      {},
      'http://10.244.1.20:8080',
      'Hello, world!\nVersion: 1.0.0\nHostname: pod\n',
    ],
    [
      'busybox:1.36',
      { command: ['sh', '-c', 'mkdir /www; hostname > /www/index.html; httpd -f -p 8080 -h /www'] },
      'http://10.244.1.20:8080',
      'pod\n',
    ],
    [
      'busybox',
      { args: ['sh', '-c', 'while true; do printf "HTTP/1.1 200 OK\\r\\n\\r\\n$(hostname)" | nc -l -p 8080; done'] },
      'http://10.244.1.20:8080',
      'pod',
    ],
  ] as const)
    it(`${image} ${JSON.stringify(container)}`, async () => {
      const setting = cluster();
      setting.start('pod', '10.244.1.20', { image, ...container } as JsonObject);
      await pass(setting.world, 100);
      for (let time = 0; time < 2; time++) {
        assert.equal(await setting.curl(url), expected);
        await pass(setting.world, 100);
      }
    });

  it('kubia logs who asked, as an IPv6 socket sees IPv4 clients', async () => {
    const setting = cluster();
    const { logs } = setting.start('pod', '10.244.1.20', { image: 'luksa/kubia' });
    await setting.curl('http://10.244.1.20:8080');
    assert.deepEqual(logs, ['Kubia server starting...', 'Received request from ::ffff:10.244.1.9']);
  });

  it('kubia-unhealthy answers five times and then 500', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'luksa/kubia-unhealthy' });
    const url = 'http://10.244.1.20:8080';
    const codes = await setting.curl('-o', '/dev/null', '-w', '%{http_code} ', url, url, url, url, url, url);
    assert.match(codes, /^200 /);
    assert.equal(await setting.curl('-o', '/dev/null', '-w', '%{http_code}', url), '500');
  });

  it('B57 /clientip is address and port of the client', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56', args: ['netexec'] });
    assert.match(await setting.curl('http://10.244.1.20:8080/clientip'), /^10\.244\.1\.9:\d{5}$/);
  });

  it('/dial asks others and lists answers and errors', async () => {
    const setting = cluster();
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
    setting.start('first', '10.244.1.20', { image, args: ['netexec'] });
    setting.start('second', '10.244.1.21', { image, args: ['netexec'] });
    const dial = (query: string) => setting.curl(`http://10.244.1.20:8080/dial?${query}`);
    assert.equal(
      await dial('host=10.244.1.21&port=8080&request=hostname&tries=2'),
      '{"responses":["second","second"]}',
    );
    assert.equal(await dial('host=10.244.1.21&port=8081&protocol=udp&request=hostname'), '{"responses":["second"]}');
    assert.equal(
      await dial('host=10.244.1.21&port=99&request=hostname'),
      '{"errors":["Get \\"http://10.244.1.21:99/hostname\\": dial tcp 10.244.1.21:99: connect: connection refused"]}',
    );
    assert.match(await dial('host=nope&port=80&request=x'), /^host and\/or port param are invalid/);
  });

  it('agnhost connect tells how it failed', async () => {
    const setting = cluster();
    const { running } = setting.start('pod', '10.244.1.20', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56' });
    setting.world.service('empty', { clusterIP: '10.96.5.5', ports: [{ port: 80 }] });
    const connect = (to: string) => setting.exec(running, ['/agnhost', 'connect', to, '--timeout=3s']);
    assert.deepEqual((await connect('10.244.1.9:8080')).outcome, { code: 0 });
    assert.equal((await connect('empty:80')).stderr, 'REFUSED\n');
    assert.equal((await connect('empty:81')).stderr, 'TIMEOUT\n');
    assert.match((await connect('nope:80')).stderr, /^DNS: lookup nope/);
  });

  it('nginx serves its directory, logs and knows what is missing', async () => {
    const setting = cluster();
    const { running, logs } = setting.start('pod', '10.244.1.20', { image: 'nginx:1.27-alpine' });
    assert.match(await setting.curl('http://10.244.1.20'), /<title>Welcome to nginx!<\/title>/);
    await setting.exec(running, ['sh', '-c', 'echo changed > /usr/share/nginx/html/index.html']);
    assert.equal(await setting.curl('http://10.244.1.20/'), 'changed\n');
    assert.match(
      await setting.curl('-i', 'http://10.244.1.20/x'),
      /^HTTP\/1\.1 404 Not Found\r\n[\s\S]*<center>nginx\/1\.27\.5<\/center>/,
    );
    assert.match(
      logs.at(-1) ?? '',
      /^10\.244\.1\.9 - - \[01\/Jan\/1970:00:16:\d\d \+0000\] "GET \/x HTTP\/1\.1" 404 \d+ "-" "curl\/7\.88\.1" "-"$/,
    );
  });

  it('whoami tells what was asked', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'traefik/whoami' });
    const answer = await setting.curl('-H', 'X-Test: 1', 'http://10.244.1.20/p');
    assert.match(
      answer,
      /^Hostname: pod\nIP: 127\.0\.0\.1\nIP: 10\.244\.1\.20\nRemoteAddr: 10\.244\.1\.9:\d+\nGET \/p HTTP\/1\.1\nHost: 10\.244\.1\.20\nUser-Agent: curl\/7\.88\.1\nAccept: \*\/\*\nX-Test: 1\n\n$/,
    );
  });

  it('a TCP server answers by lines, and is no HTTP server', async () => {
    const setting = cluster();
    setting.start('pod', '10.244.1.20', { image: 'redis:7' });
    const { stdout } = await setting.exec(setting.client.running, [
      'sh',
      '-c',
      "printf 'PING\\r\\nSET a 1\\r\\nGET a\\r\\n' | nc -w 1 10.244.1.20 6379",
    ]);
    assert.equal(stdout, '+PONG\r\n+OK\r\n$1\r\n1\r\n');
    const http = await setting.exec(setting.client.running, ['curl', '-sS', 'http://10.244.1.20:6379']);
    assert.deepEqual(http.outcome, { code: 1 });
  });
});

describe('the first process of a container', () => {
  it('a command that ends, ends the container with its status', async () => {
    const setting = cluster();
    const { exits, logs } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      command: ['sh', '-c', 'echo one; echo two >&2; exit 3'],
    });
    await pass(setting.world, 100);
    assert.deepEqual([exits, logs], [[3], ['one', 'two']]);
  });

  it('a shell without a script has nothing to do, a program that is missing cannot start', async () => {
    const setting = cluster();
    const idle = setting.start('idle', '10.244.1.20', { image: 'busybox' });
    const missing = setting.start('missing', '10.244.1.21', { image: 'busybox', command: ['nosuch'] });
    await pass(setting.world, 10);
    assert.deepEqual([idle.exits, missing.exits], [[0], [128]]);
    assert.match(missing.logs.join(), /executable file not found/);
  });

  it('what a loop prints is in the log as it goes', async () => {
    const setting = cluster();
    const { logs, running, exits } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      args: ['sh', '-c', 'i=0; while true; do i=$((i + 1)); echo "tick $i"; sleep 10; done'],
    });
    await pass(setting.world, 25_000);
    assert.deepEqual(logs, ['tick 1', 'tick 2', 'tick 3']);
    await running.stop();
    await pass(setting.world, 60_000);
    assert.deepEqual([logs.length, exits], [3, [143]]);
  });

  it('sleep infinity stays, its files with it, until it is stopped', async () => {
    const setting = cluster();
    const { running, exits } = setting.start('pod', '10.244.1.20', {
      image: 'busybox',
      command: ['sleep', 'infinity'],
    });
    await pass(setting.world, 1e9);
    assert.deepEqual(exits, []);
    await setting.exec(running, ['touch', '/tmp/ready']);
    assert.deepEqual((await setting.exec(running, ['cat', '/tmp/ready'])).outcome, { code: 0 });
    await running.stop();
    assert.deepEqual(exits, [143]);
  });

  it('B15 serve-hostname goes on for a minute after SIGTERM, netexec as long as it is told', async () => {
    const setting = cluster();
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
    const hostname = setting.start('hostname', '10.244.1.20', { image, args: ['serve-hostname'] });
    const netexec = setting.start('netexec', '10.244.1.21', { image, args: ['netexec', '--delay-shutdown=10'] });
    const stopping = [hostname.running.stop(), netexec.running.stop()];
    assert.equal(await setting.curl('http://10.244.1.20:9376'), 'hostname');
    assert.equal(await setting.curl('http://10.244.1.21:8080/readyz'), 'shutting down');
    await pass(setting.world, 10_000);
    assert.deepEqual([hostname.exits, netexec.exits], [[], [0]]);
    await pass(setting.world, 60_000);
    await Promise.all(stopping);
    assert.deepEqual(hostname.exits, [0]);
    assert.deepEqual(hostname.running.listeners, []);
  });

  it('kill 1 ends the container', async () => {
    const setting = cluster();
    const { running, exits } = setting.start('pod', '10.244.1.20', { image: 'luksa/kubia' });
    await setting.exec(running, ['kill', '1']);
    assert.deepEqual(exits, [143]);
  });

  it('curl as an image runs curl', async () => {
    const setting = cluster();
    const { logs, exits } = setting.start('pod', '10.244.1.20', {
      image: 'curlimages/curl',
      args: ['-s', 'http://10.244.1.9:8080'],
    });
    await pass(setting.world, 10);
    assert.deepEqual([logs, exits], [["You've hit client"], [0]]);
  });
});

describe('images that a user describes (simulated-images)', () => {
  const described = (more: Partial<DescribedImage>): DescribedImage => ({ image: 'shop/web', shell: 'none', ...more });
  const http = { port: 8080, protocol: 'http', address: '0.0.0.0' } as const;

  it('answers by path, with what is filled in', async () => {
    const answers = [
      { path: '/healthz', status: 503, body: 'no' },
      {
        path: '/api/*',
        status: 200,
        body: '${hostname} ${ip} ${client} ${env.MISSING}${nope}',
        headers: { 'X-Shop': '1' },
      },
    ];
    const setting = cluster([described({ ports: [{ ...http, answers }] })]);
    setting.start('pod', '10.244.1.20', { image: 'shop/web:1' });
    const status = ['-w', ' %{http_code} %header{x-shop}'];
    assert.equal(await setting.curl(...status, 'http://10.244.1.20:8080/healthz'), 'no 503 ');
    assert.equal(
      await setting.curl(...status, 'http://10.244.1.20:8080/api/x'),
      'pod 10.244.1.20 10.244.1.9 ${nope} 200 1',
    );
    assert.match(await setting.curl(...status, 'http://10.244.1.20:8080/else'), / 404 $/);
  });

  it('opens its sockets later, answers late and ends by itself', async () => {
    const setting = cluster([
      described({
        ports: [{ ...http, delay: '2s' }],
        'ready-after': '5s',
        exit: { code: 7, after: '60s' },
        log: ['starting'],
      }),
    ]);
    const { running, exits, logs } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.deepEqual([running.listeners.length, logs], [0, ['starting']]);
    await pass(setting.world, 6_000);
    assert.equal(await setting.curl('-w', '%{time_total}', 'http://10.244.1.20:8080'), "You've hit pod\n2.000000");
    await pass(setting.world, 60_000);
    assert.deepEqual(exits, [7]);
  });

  it('goes before an image of the catalogue, and may have no program at all', async () => {
    const setting = cluster([described({ image: 'luksa/kubia' })]);
    assert.match(JSON.stringify((await setting.exec(setting.client.running, ['curl'])).outcome), /missing/);
  });

  it('a tcp port sends back its text', async () => {
    const setting = cluster([
      described({
        shell: 'debian',
        ports: [{ port: 9000, protocol: 'tcp', address: '0.0.0.0', text: 'got ${input}' }],
      }),
    ]);
    const { running } = setting.start('pod', '10.244.1.20', { image: 'shop/web' });
    assert.equal((await setting.exec(running, ['sh', '-c', 'printf hi | nc -w 1 127.0.0.1 9000'])).stdout, 'got hi');
  });
});
