import assert from 'node:assert/strict';
import { goText } from '../../../../runner/simulator/api/go-text.ts';

describe('values as Go prints them', () => {
  it('sorts keys and leaves out quotes', () =>
    assert.equal(
      goText({ spec: { replicas: 3, ports: [{ port: 80 }], gone: null }, metadata: { name: 'a b' } }),
      'map[metadata:map[name:a b] spec:map[gone:<nil> ports:[map[port:80]] replicas:3]]',
    ));
});
