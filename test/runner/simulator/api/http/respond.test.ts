import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { send, sendFault } from '../../../../../runner/simulator/api/http/respond.ts';
import { badRequest } from '../../../../../runner/simulator/api/status.ts';

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
