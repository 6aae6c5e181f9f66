import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { send, sendFault, wantsLines } from '../../../../../runner/simulator/api/http/respond.ts';
import { badRequest, StatusError } from '../../../../../runner/simulator/api/status.ts';

const sink = () => {
  const headers: Record<string, unknown> = {};
  const heard = { status: 0, text: '', headers };
  const response = {
    headersSent: false,
    setHeader: (name: string, value: unknown) => Object.assign(headers, { [name]: value }),
    writeHead: (status: number, more: object) => Object.assign(heard, { status }) && Object.assign(headers, more),
    end: (text: string) => Object.assign(heard, { text }),
  };
  return { response: response as unknown as ServerResponse, heard };
};

describe('respond', () => {
  it('quotes warnings', () => {
    const { response, heard } = sink();
    send(response, { status: 200, body: {}, warnings: ['a "b"\n'] });
    assert.deepEqual(heard.headers['warning'], ['299 - "a \\"b\\" "']);
  });

  it('says when to come back', () => {
    const { response, heard } = sink();
    sendFault(response, new StatusError(429, 'TooManyRequests', 'later', { retryAfterSeconds: 10 }));
    assert.deepEqual([heard.status, heard.headers['retry-after']], [429, '10']);
  });

  it('people get lines', () => {
    for (const [url, agent, expected] of [
      ['/api', 'curl/7.88.1', true],
      ['/api', 'Wget', true],
      ['/api', 'Mozilla/5.0 (X11)', true],
      ['/api', 'kubectl/v1.34.4', false],
      ['/api?pretty=true', 'kubectl/v1.34.4', true],
      ['/api?a=b&pretty=0', 'curl/7.88.1', false],
    ] as const)
      assert.equal(wantsLines({ url, headers: { 'user-agent': agent } }), expected, `${agent} ${url}`);
    const { response, heard } = sink();
    send(Object.assign(response, { req: { url: '/', headers: { 'user-agent': 'curl/8' } } }) as never, {
      status: 200,
      body: { a: 1 },
    });
    assert.equal(heard.text, '{\n  "a": 1\n}');
  });

  it('a fault of any kind becomes a Status', () => {
    for (const [fault, status] of [
      [badRequest('no'), 400],
      [new Error('oh'), 500],
      ['text', 500],
    ] as const) {
      const { response, heard } = sink();
      sendFault(response, fault);
      assert.equal(heard.status, status);
      assert.equal(JSON.parse(heard.text).kind, 'Status');
    }
  });
});
