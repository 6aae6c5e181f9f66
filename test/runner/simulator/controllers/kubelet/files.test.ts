import assert from 'node:assert/strict';
import { filesOf, hostsFile } from '../../../../../runner/simulator/controllers/kubelet/files.ts';
import type { Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { makeApi, podOf } from '../../cluster.ts';

describe('files of a container', () => {
  it('come from volumes; nothing leaves its volume', () => {
    const { create, store } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' }, data: { 'a.txt': 'A', evil: 'E' } });
    const volumes = [
      { name: 'all', configMap: { name: 'c' } },
      {
        name: 'some',
        configMap: {
          name: 'c',
          items: [
            { key: 'a.txt', path: 'x/y' },
            { key: 'evil', path: '../../etc/passwd' },
          ],
        },
      },
      { name: 'pod', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
    ];
    const volumeMounts = [
      { name: 'all', mountPath: '/all/' },
      { name: 'all', mountPath: '/one.txt', subPath: 'a.txt' },
      { name: 'some', mountPath: '/some' },
      { name: 'pod', mountPath: '/pod' },
    ];
    const spec = {
      volumes,
      automountServiceAccountToken: false,
      containers: [{ name: 'm', image: 'x', volumeMounts }],
    };
    const pod = create('Pod', { metadata: { name: 'p' }, spec }) as unknown as Pod;
    const [container] = pod.spec.containers;
    assert.ok(container);
    assert.deepEqual(filesOf(store, pod, container), {
      '/all/a.txt': 'A',
      '/all/evil': 'E',
      '/one.txt': 'A',
      '/some/x/y': 'A',
      '/pod/name': 'p',
    });
  });

  it('/etc/hosts names the pod and its aliases', () => {
    const pod = makeApi().create(
      'Pod',
      podOf('p', {}, { subdomain: 's', hostAliases: [{ ip: '1.2.3.4', hostnames: ['a', 'b'] }] }),
    ) as unknown as Pod;
    const text = hostsFile({ ...pod, status: { ...pod.status, podIP: '10.244.1.2' } }, 'p', 'cluster.local');
    assert.match(text, /^10\.244\.1\.2\tp\.s\.default\.svc\.cluster\.local\tp$/m);
    assert.match(text, /^1\.2\.3\.4\ta\tb$/m);
  });
});
