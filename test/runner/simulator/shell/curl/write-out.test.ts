import assert from 'node:assert/strict';
import { type Outcome, writeOut } from '../../../../../runner/simulator/shell/curl/write-out.ts';

const outcome: Outcome = {
  url: 'kubia',
  effectiveUrl: 'http://kubia/',
  number: 2,
  method: 'GET',
  scheme: 'http',
  exitCode: 0,
  message: '',
  response: { status: 404, headers: { 'content-type': 'text/plain', 'x-a': 'b' }, body: 'é' },
  headSize: 100,
  requestSize: 70,
  uploadSize: 0,
  remote: { ip: '10.96.0.5', port: 80 },
  local: { ip: '10.244.1.9', port: 40_000 },
  redirects: 1,
  redirectUrl: '',
  redirectTime: 20,
  outputFile: '/out',
  timing: { lookup: 1, connect: 2, handshake: 0, opened: 1 },
  firstByte: 3,
  total: 1_234.5678,
  date: new Date(0),
};

describe('curl --write-out', () => {
  for (const [format, expected] of [
    ['%{http_code}', '404'],
    ['%{response_code} %{size_download} %{size_header}', '404 2 100'],
    ['%{time_namelookup} %{time_connect} %{time_total}', '0.001000 0.002000 1.234568'],
    ['%{remote_ip}:%{remote_port} %{local_ip}:%{local_port}', '10.96.0.5:80 10.244.1.9:40000'],
    ['%{urlnum}%{num_connects}%{num_redirects}', '211'],
    ['%header{X-A}%header{nope}', 'b'],
    ['\\t%%\\n\\x', '\t%\n\\x'],
    ['100% sure', '100% sure'],
    [
      '%{header_json}',
      '{"date":["Thu, 01 Jan 1970 00:00:00 GMT"],"content-length":["2"],"content-type":["text/plain"],"x-a":["b"]}',
    ],
    ['%{onerror}never', ''],
  ] as const)
    it(format, () => assert.deepEqual(writeOut(format, outcome), { stdout: expected, stderr: '', warnings: '' }));

  it('%{json} keeps numbers as numbers', () => {
    const json = JSON.parse(writeOut('%{json}', outcome).stdout);
    assert.deepEqual(
      [json.http_code, json.remote_ip, json.method, json.time_total],
      [404, '10.96.0.5', 'GET', 1.234568],
    );
  });

  it('%{stderr} turns to the other stream, an unknown variable is a warning', () => {
    assert.deepEqual(writeOut('a%{stderr}b%{stdout}c', outcome), { stdout: 'ac', stderr: 'b', warnings: '' });
    assert.equal(writeOut('%{constructor}', outcome).warnings, "curl: unknown --write-out variable: 'constructor'\n");
  });

  it('without an answer the status is 000', () => {
    const { response: _, ...none } = outcome;
    assert.equal(
      writeOut('%{http_code} %{onerror}%{errormsg}', { ...none, exitCode: 7, message: 'refused' }).stdout,
      '000 refused',
    );
  });
});
