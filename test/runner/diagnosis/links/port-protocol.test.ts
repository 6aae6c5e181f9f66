import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { portProtocol } from '../../../../runner/diagnosis/links/port-protocol.ts';
import { explainLink } from '../../../support/explain-link.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';

/** Service kubia with the given port, and a pod with the given container ports. */
const objects = (port: JsonObject, containerPorts: JsonObject[], isReady = true): KubernetesObject[] => [
  serviceObject({ ports: [port] }),
  sliceObject(isReady ? [podEndpoint('kubia-1', '10.244.0.1')] : []),
  podObject('kubia-1', { spec: { containers: [{ name: 'c', image: 'dns', ports: containerPorts }] } }),
];

describe('link port-protocol', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(portProtocol, serviceWithPods(2)), undefined));

  it('holds where the port is declared with both protocols, or not at all', async () => {
    const dns = { port: 53, targetPort: 53, protocol: 'UDP' };
    for (const declared of [
      [
        { containerPort: 53, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP' },
      ],
      [],
    ])
      assert.equal(await explainLink(portProtocol, objects(dns, declared)), undefined);
  });

  it('reports a number that the pods declare with the other protocol', async () => {
    const reason = await explainLink(
      portProtocol,
      objects({ port: 53, targetPort: 5353 }, [{ containerPort: 5353, protocol: 'UDP' }]),
    );
    assert.equal(reason?.code, 'refused');
    assert.equal(reason?.message, 'Port 53 of Service kubia is TCP, but the pods declare the port 5353 as UDP.');
  });

  it('reports a name that the pods declare with the other protocol: there are no endpoints', async () => {
    const reason = await explainLink(
      portProtocol,
      objects(
        { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
        [{ name: 'dns', containerPort: 53 }],
        false,
      ),
    );
    assert.equal(reason?.code, 'no-endpoints');
    assert.match(reason?.message ?? '', /Port dns of Service kubia is UDP, but the pods declare the port dns as TCP/);
  });
});
