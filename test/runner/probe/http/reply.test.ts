import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readReply } from '../../../../runner/probe/http/reply.ts';

const mark = 'plumbline-0123';
const trailer = `\n${mark} 0.001500 0.002250 1 8080 10.244.0.7 10.244.0.9\n`;

describe('readReply', () => {
  it('reads status, headers, body, time and peer', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: 1\r\nx-a: 2\r\n\r\n';
    assert.deepEqual(readReply(`${head}You've hit kubia-1\n${trailer}`, mark), {
      status: 200,
      headers: { 'content-type': 'text/plain', 'x-a': '1, 2' },
      body: "You've hit kubia-1\n",
      cut: false,
      connected: true,
      latency: 2.25,
      connects: 1,
      remote: { address: '10.244.0.7', port: 8080 },
      local: '10.244.0.9',
    });
  });

  it('reads HTTP/2 and skips interim responses', () => {
    const text = `HTTP/2 103 \r\nlink: </a>\r\n\r\nHTTP/2 204 \r\nserver: x\r\n\r\n${trailer}`;
    const reply = readReply(text, mark);
    assert.equal(reply.status, 204);
    assert.deepEqual(reply.headers, { server: 'x' });
  });

  it('takes a body that looks like a response as a body', () => {
    const reply = readReply(`HTTP/1.1 404 Not Found\r\n\r\nHTTP/1.1 200 OK\r\n\r\nfine${trailer}`, mark);
    assert.equal(reply.status, 404);
    assert.equal(reply.body, 'HTTP/1.1 200 OK\r\n\r\nfine');
  });

  it('recognizes that no connection was established', () => {
    const reply = readReply(`\n${mark} 0.000000 2.001000 0 0  \n`, mark);
    assert.deepEqual(reply, { headers: {}, body: '', cut: false, connected: false, latency: 2001, connects: 0 });
  });

  it('recognizes that the answer came over an open connection', () => {
    const reply = readReply(`\n${mark} 0.000000 5.001000 0 80 10.96.0.10 10.244.0.9\n`, mark);
    assert.deepEqual([reply.connected, reply.connects], [true, 0]);
  });

  it('marks a response without the last line as truncated', () => {
    const reply = readReply('HTTP/1.1 200 OK\r\n\r\nxxxx', mark);
    assert.equal(reply.cut, true);
    assert.equal(reply.connected, true);
    assert.equal(reply.status, 200);
  });

  it('reads the decimal comma of old versions of curl', () =>
    assert.equal(readReply(`HTTP/1.1 200 OK\r\n\r\n\n${mark} 0,001 0,5 1 80 ::1 ::1\n`, mark).latency, 500));

  it('returns any body unchanged', () => {
    const body = fc.oneof(fc.string(), fc.constantFrom('\n', '\r\n\r\n', trailer.replace('0123', '9999')));
    fc.assert(
      fc.property(
        fc.array(body).map((parts) => parts.join('')),
        (text) => {
          const reply = readReply(`HTTP/1.1 200 OK\r\nA: b\r\n\r\n${text}${trailer}`, mark);
          assert.equal(reply.body, text);
          assert.deepEqual(reply.headers, { a: 'b' });
        },
      ),
    );
  });
});
