import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { forwardPort } from '../../../../../runner/simulator/controllers/kubelet/forward.ts';
import { cluster } from '../../support/images.ts';

/** A connection to a port of a pod that runs the image. */
const forward = (container: JsonObject, port: number) => {
  const setting = cluster();
  const { pod, running, logs } = setting.start('pod', '10.244.1.20', container);
  const open = () => {
    const [near, far] = duplexPair();
    const served = forwardPort(setting, pod, port, far);
    return { near, served };
  };
  return { ...setting, pod, running, logs, open };
};

const ask = (
  socket: Duplex,
  path: string,
  body?: string,
): Promise<{ status?: number; headers: object; text: string }> =>
  new Promise((resolve, reject) => {
    const call = request({ path, method: body ? 'POST' : 'GET', createConnection: () => socket as never });
    call.on('error', reject);
    call.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    call.end(body);
  });

const textOf = async (socket: Duplex): Promise<string> => {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
};

describe('forwarding to a port of a pod', () => {
  it('HTTP: the program sees a client of its own machine', async () => {
    const { open, logs } = forward({ image: 'luksa/kubia' }, 8080);
    const { near, served } = open();
    const { status, headers, text } = await ask(near, '/');
    assert.deepEqual([status, text], [200, "You've hit pod\n"]);
    assert.deepEqual(Object.keys(headers), ['date', 'content-length', 'content-type']);
    assert.match(logs.join(), /Received request from ::ffff:127\.0\.0\.1/);
    near.end();
    await served;
  });

  it('HTTP: several requests over one connection, with bodies', async () => {
    const { open } = forward({ image: 'registry.k8s.io/e2e-test-images/agnhost:2.56', args: ['netexec'] }, 8080);
    const { near } = open();
    near.write('GET /echo?msg=one HTTP/1.1\r\nHost: x\r\n\r\nPOST /echo HTTP/1.1\r\nHost: x\r\n');
    near.write('Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nmsg=two');
    near.end();
    assert.match(await textOf(near), /200 OK[\s\S]*\r\n\r\none[\s\S]*200 OK[\s\S]*\r\n\r\ntwo/);
    const { near: other } = open();
    other.write('no request at all\r\n\r\n');
    assert.match(await textOf(other), /^HTTP\/1\.1 400 Bad Request/);
  });

  it('S68 a socket on 127.0.0.1 can be reached', async () => {
    const { start, clusterState, network, exec } = cluster();
    const { pod, running } = start('pod', '10.244.1.20', { image: 'busybox', command: ['sleep', 'infinity'] });
    await exec(running, ['sh', '-c', 'mkdir /www; echo home > /www/index.html; httpd -p 127.0.0.1:8080 -h /www']);
    const [near, far] = duplexPair();
    void forwardPort({ clusterState, network }, pod, 8080, far);
    assert.equal((await ask(near, '/index.html')).text, 'home\n');
    assert.equal(
      network.connect({ place: 'node', node: 'n', ip: '172.18.0.2' }, '10.244.1.20', 8080, 'TCP').result,
      'refused',
    );
  });

  it('raw text, line by line', async () => {
    const { open } = forward({ image: 'redis' }, 6379);
    const { near, served } = open();
    near.write('PING\r\n');
    const [first] = await once(near, 'data');
    assert.equal(String(first), '+PONG\r\n');
    near.end('ECHO hi\r\n');
    const [second] = await once(near, 'data');
    assert.equal(String(second), '$2\r\nhi\r\n');
    await served;
  });

  it('a program that speaks to a silent client', async () => {
    const container = {
      image: 'registry.k8s.io/e2e-test-images/agnhost',
      args: ['serve-hostname', '--tcp', '--http=false'],
    };
    const { near } = forward(container, 9376).open();
    near.end();
    assert.equal(await textOf(near), 'pod');
  });

  it('TLS, with a certificate that nobody trusts', async () => {
    const container = {
      image: 'registry.k8s.io/e2e-test-images/agnhost',
      args: ['netexec', '--http-port=8443', '--tls-cert-file=/x'],
    };
    const { near } = forward(container, 8443).open();
    const secure = connectTls({ socket: near as never, rejectUnauthorized: false });
    assert.equal((await ask(secure, '/hostname')).text, 'pod');
    const { near: plain } = forward(container, 8443).open();
    plain.write('GET / HTTP/1.1\r\n\r\n');
    assert.equal(await textOf(plain), '');
  });

  it('a port where nobody listens is refused in the words of containerd', async () => {
    const { served } = forward({ image: 'luksa/kubia' }, 81).open();
    await assert.rejects(
      served,
      /^Error: error forwarding port 81 to pod [0-9a-f]{64}, uid : failed to execute portforward in network namespace "\/var\/run\/netns\/cni-[0-9a-f-]{36}": failed to connect to localhost:81 inside namespace "[0-9a-f]{64}", IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused IPv6 dial tcp6 \[::1\]:81: connect: connection refused $/,
    );
  });

  it('a connection ends with the process at its other end', async () => {
    const { open, running } = forward({ image: 'luksa/kubia' }, 8080);
    const { near } = open();
    await running.stop();
    await assert.rejects(ask(near, '/'));
    const raw = forward({ image: 'redis' }, 6379);
    const { near: other, served } = raw.open();
    await raw.running.stop();
    other.write('PING\r\n');
    await served;
  });
});
