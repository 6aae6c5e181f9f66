import assert from 'node:assert/strict';
import { addressOf, headersOf, tlsOptionsOf } from '../../../runner/cluster/connection.ts';

describe('addressOf', () => {
  it('keeps a path prefix, and only the path', () => {
    const addressed = (server: string) => Object.values(addressOf({ server }));
    assert.deepEqual(addressed('https://10.0.0.1:6443'), ['https://10.0.0.1:6443', '']);
    assert.deepEqual(addressed('https://[::1]:6443/'), ['https://[::1]:6443', '']);
    assert.deepEqual(addressed('https://host/k8s/clusters/c-1//?x#y'), ['https://host', '/k8s/clusters/c-1']);
  });
});

describe('tlsOptionsOf', () => {
  it('checks the server unless the connection is insecure', () => {
    const server = 'https://host';
    assert.deepEqual(tlsOptionsOf({ server }), {});
    assert.deepEqual(tlsOptionsOf({ server, ca: 'A', cert: 'B', key: 'C', serverName: 'd', token: 'e' }), {
      ca: 'A',
      cert: 'B',
      key: 'C',
      servername: 'd',
    });
    assert.deepEqual(tlsOptionsOf({ server, insecure: true }), { rejectUnauthorized: false });
  });
});

describe('headersOf', () => {
  it('carries the token only when there is one', () => {
    assert.deepEqual(headersOf({ server: '' }), { 'user-agent': 'plumbline' });
    assert.equal(headersOf({ server: '', token: 't' })['authorization'], 'Bearer t');
  });
});
