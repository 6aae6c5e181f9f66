import assert from 'node:assert/strict';
import { makeApi, serviceOf } from '../../../cluster.ts';

describe('cluster IPs', () => {
  for (const [spec, message] of [
    [{ clusterIP: 'None', clusterIPs: ['None', '10.96.1.1'] }, /'None' must be the first and only value/],
    [{ clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.2'] }, /first value must match `clusterIP`/],
    [{ clusterIPs: ['10.96.1.1'] }, /must be empty when `clusterIP` is not specified/],
    [{ ipFamilies: ['IPv5'] }, /spec.ipFamilies\[0\]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"/],
    [{ ipFamilyPolicy: 'Some' }, /spec.ipFamilyPolicy: Unsupported value: "Some"/],
    [
      { clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.1', '10.96.1.2'] },
      /may specify no more than one IP for each IP family/,
    ],
  ] as const)
    it(String(message), () => assert.throws(() => makeApi().create('Service', serviceOf('a', spec as never)), message));

  it('headless and not headless need a new Service', () => {
    const { create, update } = makeApi();
    create('Service', serviceOf('a', { clusterIP: 'None' }));
    const change = (current: object) => ({
      ...current,
      spec: { ...(current as { spec: object }).spec, clusterIP: '10.96.9.9', clusterIPs: ['10.96.9.9'] },
    });
    assert.throws(
      () => update('Service', 'a', change as never),
      /spec.clusterIPs\[0\]: Invalid value: \["10.96.9.9"\]: may not change once set/,
    );
  });

  it('the class of a load balancer stays', () => {
    const { create, update } = makeApi();
    create('Service', serviceOf('a', { type: 'LoadBalancer', loadBalancerClass: 'a/b' }));
    const change = (current: object) => ({
      ...current,
      spec: { ...(current as { spec: object }).spec, loadBalancerClass: 'c/d' },
    });
    assert.throws(
      () => update('Service', 'a', change as never),
      /spec.loadBalancerClass: Invalid value: "c\/d": may not change once set/,
    );
  });
});
