import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  byteLength,
  headerCase,
  parseRequest,
  parseResponse,
  reasonPhrase,
  requestText,
  responseHead,
} from '../../../../runner/simulator/shell/http-text.ts';

const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

describe('HTTP as text', () => {
  it('an answer comes back as it was sent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.dictionary(token, value),
        fc.stringMatching(/^[ -~\n]*$/),
        (status, headers, body) => {
          const { 'content-length': _, ...own } = headers;
          const response = { status, headers: own, body };
          const read = parseResponse(responseHead(response, new Date(0)) + body);
          assert.equal(read?.status, status);
          assert.equal(read?.body, body);
          for (const [name, text] of Object.entries(own)) assert.equal(read?.headers[name], text);
        },
      ),
    );
  });

  it('a request comes back as it was sent', () => {
    const request = { method: 'POST', target: '/a?b=c', headers: { host: 'x', 'x-y': '1: 2' }, body: 'one' };
    assert.deepEqual(parseRequest(requestText(request, Object.entries(request.headers))), request);
  });

  for (const text of ['', 'hello', 'GET', 'get / HTTP/1.1', '\r\n\r\n'])
    it(`${JSON.stringify(text)} is no request`, () => assert.equal(parseRequest(text), undefined));

  it('a request typed by hand needs no headers', () => {
    assert.deepEqual(parseRequest('GET /x HTTP/1.0\n\n'), { method: 'GET', target: '/x', headers: {}, body: '' });
  });

  it('a text that does not begin as HTTP is no answer, and without a length the answer ends with the text', () => {
    assert.equal(parseResponse('hello'), undefined);
    assert.deepEqual(parseResponse('HTTP/1.1 200 OK\n\nhi\n\nthere'), {
      status: 200,
      headers: {},
      body: 'hi\n\nthere',
      close: true,
    });
    assert.equal(parseResponse('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhithere')?.body, 'hi');
  });

  it('spells headers and reasons, and counts bytes', () => {
    assert.deepEqual(
      [headerCase('x-forwarded-for'), reasonPhrase(503), reasonPhrase(599), byteLength('é')],
      ['X-Forwarded-For', 'Service Unavailable', '', 2],
    );
  });
});
