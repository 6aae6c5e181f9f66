import assert from 'node:assert/strict';
import { Run, type RunHost } from '../../../../../runner/simulator/controllers/kubelet/container-run.ts';
import type { Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { makeApi, podOf, serviceOf, settle } from '../../cluster.ts';

const makeRun = (more: object = {}) => {
  const api = makeApi();
  api.create('Service', serviceOf('early'));
  const pod = api.create('Pod', podOf('p', {}, { automountServiceAccountToken: false })) as unknown as Pod;
  const heard: string[] = [];
  const host = {
    parts: { context: api.context, clusterState: { clusterDomain: 'cluster.local' }, resolvConf: () => 'search x\n' },
    view: {
      pod: () => pod,
      ip: '10.244.1.2',
      hostname: 'p',
      event: (...words: string[]) => heard.push(words.join(' ')),
    },
    spec: { ...pod.spec.containers[0], ...more },
    running: undefined,
    hasStarted: () => heard.push('started'),
    setReady: (value: boolean) => heard.push(`ready ${value}`),
    restart: (kind: string) => heard.push(`restart ${kind}`),
    exited: (_run: Run, code: number) => heard.push(`exited ${code}`),
  } as unknown as RunHost;
  return { ...api, heard, run: new Run(host) };
};

describe('a run of a container', () => {
  it('has the environment of its start, however late somebody asks', () => {
    const { run, create } = makeRun({ env: [{ name: 'OWN', value: 'x$(HOSTNAME)' }], args: ['$(OWN)', 'plain'] });
    create('Service', serviceOf('late'));
    assert.equal(run.env['OWN'], 'xp');
    assert.ok('EARLY_SERVICE_HOST' in run.env && !('LATE_SERVICE_HOST' in run.env));
    assert.deepEqual(run.container['args'], ['xp', 'plain']);
  });

  it('has the files that the kubelet writes', () => {
    const { run } = makeRun();
    assert.equal(run.files['/etc/hostname'], 'p\n');
    assert.equal(run.files['/etc/resolv.conf'], 'search x\n');
    assert.match(run.files['/etc/hosts'] ?? '', /Kubernetes-managed/);
  });

  it('ends once, and tells it when its start is over', async () => {
    const { run, heard } = makeRun();
    const { exited } = run;
    exited(3);
    exited(4);
    assert.deepEqual(heard, []);
    await run.ending;
    await settle();
    assert.deepEqual(heard, ['exited 3']);
  });

  it('is watched only while it runs', async () => {
    const { run, heard } = makeRun();
    run.watch();
    assert.deepEqual(heard, ['started', 'ready true']);
    run.exited(0);
    run.watch();
    await settle();
    assert.deepEqual(heard, ['started', 'ready true', 'exited 0']);
  });

  it('a probe of a container that does not run fails', async () => {
    const { run } = makeRun({ livenessProbe: { tcpSocket: { port: 1 } } });
    assert.deepEqual(await run.look('livenessProbe'), { ok: false, message: 'the container is not running' });
  });
});
