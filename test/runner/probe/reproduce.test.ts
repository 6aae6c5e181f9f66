import assert from 'node:assert/strict';
import { reproduceLine, reproduceRequest } from '../../../runner/probe/reproduce.ts';

const pod = { place: 'pod', namespace: 'demo', pod: 'web-1' } as const;

describe('reproduceLine', () => {
  it('runs the command in the same place', () => {
    assert.equal(reproduceLine(pod, ['ping', 'a b']), "kubectl exec -n demo web-1 -- ping 'a b'");
    assert.equal(
      reproduceLine({ ...pod, container: 'side' }, ['ping', 'x']),
      'kubectl exec -n demo web-1 -c side -- ping x',
    );
    assert.equal(
      reproduceLine({ place: 'node', node: 'kind-worker' }, ['ping', 'x']),
      'docker exec kind-worker ping x',
    );
    assert.equal(reproduceLine({ place: 'outside' }, ['ping', 'x']), 'ping x');
  });

  it('repeats the command', () => {
    assert.equal(reproduceLine({ place: 'outside' }, ['ping', 'x'], 3), 'for i in $(seq 3); do ping x; done');
  });
});

describe('reproduceRequest', () => {
  it('is a curl command that a person would type', () => {
    const request = {
      url: 'http://k.example.com/a?b=1&c',
      headers: { 'X-A': "it's" },
      resolve: { 'k.example.com': '10.0.0.1' },
    };
    assert.equal(
      reproduceRequest(pod, request),
      `kubectl exec -n demo web-1 -- curl -sS -i -m 5 -H 'X-A: it'\\''s' --resolve k.example.com:80:10.0.0.1 'http://k.example.com/a?b=1&c'`,
    );
  });
});
