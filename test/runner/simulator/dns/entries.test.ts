import assert from 'node:assert/strict';
import { entriesOf, isHeadless, readyEndpoints } from '../../../../runner/simulator/dns/entries.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

describe('the entries of a name', () => {
  const clusterState = testClusterState();
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  const headless = clusterState.service('web', { clusterIP: 'None', ports }, [
    endpoint('10.244.1.4', 'n', { hostname: 'web-0' }),
    endpoint('10.244.1.5', 'n', { conditions: { ready: false } }),
  ]);
  clusterState.service('app', { clusterIP: '10.96.0.5', ports });

  for (const [name, expected] of [
    ['', []],
    ['svc', []],
    ['default.svc', []],
    ['nowhere.svc', undefined],
    ['other', undefined],
    ['nope.default.svc', undefined],
    ['app.default.svc', ['10.96.0.5:80 app.default.svc']],
    ['_http._tcp.app.default.svc', ['10.96.0.5:80 app.default.svc']],
    ['_https._tcp.app.default.svc', undefined],
    ['web.default.svc', ['10.244.1.4:8080 web-0.web.default.svc']],
    ['web-0.web.default.svc', ['10.244.1.4:8080 web-0.web.default.svc']],
    ['a.b.c.web.default.svc', undefined],
    ['10-1-2-3.default.pod', ['10.1.2.3:0 10-1-2-3.default.pod']],
    ['nonsense.default.pod', undefined],
  ] as const)
    it(`${name || 'the zone'}: ${expected === undefined ? 'nothing' : JSON.stringify(expected)}`, () => {
      const found = entriesOf(clusterState, name === '' ? [] : name.split('.'));
      assert.deepEqual(
        found?.map(({ host, port, owner }) => `${host}:${port} ${owner}`),
        expected,
      );
    });

  it('only ready endpoints have names', () => {
    assert.deepEqual(
      readyEndpoints(clusterState, 'default', 'web').map(({ hostname }) => hostname),
      ['web-0'],
    );
    assert.equal(isHeadless(headless), true);
  });
});
