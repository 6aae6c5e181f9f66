import assert from 'node:assert/strict';
import { proxiedTarget } from '../../../../../runner/simulator/api/http/proxy.ts';
import { podOf, report } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

const base = '/api/v1/namespaces/default';

describe('requests that the API server passes on', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi();
    const { context, create } = api;
    create('Pod', podOf('p', { app: 'web' }));
    report(context, 'p', '10.244.1.4', true);
    const ports = [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'other', port: 81, targetPort: 9090 },
    ];
    create('Service', { metadata: { name: 'web' }, spec: { ports, selector: { app: 'web' } } });
    create('Service', { metadata: { name: 'idle' }, spec: { ports: [{ port: 80 }] } });
    const targetRef = { kind: 'Pod', name: 'p', namespace: 'default', uid: 'u' };
    create('Endpoints', {
      metadata: { name: 'web' },
      subsets: [{ addresses: [{ ip: '10.244.1.4', targetRef }], ports: [{ name: 'http', port: 8080 }] }],
    });
  });
  after(() => api.server.close());

  for (const [path, status, text] of [
    ['services/web:80/proxy/hostname?a=b', 200, '10.244.1.4:8080/hostname?a=b'],
    ['services/web:http/proxy', 200, '10.244.1.4:8080/'],
    ['services/http:web:http/proxy/', 200, '10.244.1.4:8080/'],
    ['pods/p/proxy/x', 200, '10.244.1.4:8080/x'],
    ['pods/p:9090/proxy/', 200, '10.244.1.4:9090/'],
    ['services/web:82/proxy/', 503, 'no service port 82 found for service "web"'],
    ['services/web:other/proxy/', 503, 'no endpoints available for service "web:other"'],
    ['services/idle/proxy/', 503, 'no endpoints available for service "idle"'],
    ['services/nope/proxy/', 404, 'services "nope" not found'],
    ['services/a:b:c:d/proxy/', 400, 'invalid service request "a:b:c:d"'],
    ['pods/:p:/proxy/', 400, 'invalid pod request ":p:"'],
  ] as const)
    it(path, async () => {
      const answer = await api.ask('GET', `${base}/${path}`);
      assert.deepEqual([answer.status, answer.body.message ?? answer.text], [status, text]);
    });

  it('the rest of the path is the request', () => {
    assert.equal(proxiedTarget('/api/v1/namespaces/a/services/b/proxy'), '/');
    assert.equal(proxiedTarget('/api/v1/namespaces/a/services/b/proxy/c/d?e=/f'), '/c/d?e=/f');
    assert.equal(proxiedTarget('/api/v1/namespaces/a/pods/b/proxy?e=f'), '/?e=f');
  });
});
