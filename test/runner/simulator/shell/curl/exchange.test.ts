import assert from 'node:assert/strict';
import { requestHeaders } from '../../../../../runner/simulator/shell/curl/exchange.ts';
import { newTransfer } from '../../../../../runner/simulator/shell/curl/options.ts';
import { parseUrl } from '../../../../../runner/simulator/shell/curl/url.ts';
import { shellSetting } from '../../support/shell.ts';

const headersOf = (url: string, headers: string[], body?: string): string[] => {
  const parsed = parseUrl(url);
  assert.ok(parsed);
  return requestHeaders(parsed, { ...newTransfer(), headers }, body).map(([name, value]) => `${name}: ${value}`);
};

describe("a request's headers", () => {
  it('name the port unless it is the usual one', () => {
    assert.equal(headersOf('http://a:8080/', [])[0], 'Host: a:8080');
    assert.equal(headersOf('http://a:80/', [])[0], 'Host: a');
    assert.equal(headersOf('https://a:443/', [])[0], 'Host: a');
    assert.equal(headersOf('http://[::1]/', [])[0], 'Host: [::1]');
  });

  it('-H adds, replaces, removes and empties', () => {
    assert.deepEqual(headersOf('http://a/', ['X: 1', 'host: b', 'User-Agent:', 'Empty;', 'nonsense']), [
      'host: b',
      'Accept: */*',
      'X: 1',
      'Empty: ',
    ]);
  });

  it('tell length and type of a body', () => {
    assert.deepEqual(headersOf('http://a/', [], 'é').slice(-2), [
      'Content-Length: 2',
      'Content-Type: application/x-www-form-urlencoded',
    ]);
  });
});

describe('an exchange', () => {
  it('with a server that writes its answer by hand', async () => {
    const setting = shellSetting();
    setting.clusterState.pod('raw', {
      ip: '10.244.1.50',
      listeners: [
        {
          port: 80,
          protocol: 'TCP',
          address: '0.0.0.0',
          text: async (input) => `HTTP/1.0 202 X\r\nA: b\r\n\r\n${input.split('\r\n')[0]}`,
        },
      ],
    });
    const { stdout } = await setting.exec(['curl', '-s', '-w', ' %{http_code} %header{a}', 'http://10.244.1.50/x']);
    assert.equal(stdout, 'GET /x HTTP/1.1 202 b');
  });

  it('with a server that goes away before it has answered', async () => {
    const setting = shellSetting();
    const pod = setting.clusterState.pod('slow', {
      ip: '10.244.1.50',
      listeners: [{ port: 80, protocol: 'TCP', address: '0.0.0.0', text: () => new Promise<string>(() => undefined) }],
    });
    void setting.clusterState.clock.sleep(2000).then(() => setting.clusterState.stop(pod));
    const { outcome, took } = await setting.exec(['curl', '-s', 'http://10.244.1.50/']);
    assert.deepEqual(outcome, { code: 56 });
    assert.ok(took >= 2000 && took < 3000, `${took} ms`);
  });

  it('with a server that speaks something else', async () => {
    const setting = shellSetting();
    setting.clusterState.pod('raw', {
      ip: '10.244.1.50',
      listeners: [{ port: 80, protocol: 'TCP', address: '0.0.0.0', text: async () => '+PONG\r\n' }],
    });
    assert.equal(
      (await setting.exec(['curl', '-sS', 'http://10.244.1.50'])).stderr,
      'curl: (1) Received HTTP/0.9 when not allowed\n',
    );
  });
});
