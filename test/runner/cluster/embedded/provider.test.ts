import assert from 'node:assert/strict';
import type { Cluster, ObjectList } from '../../../../runner/cluster/cluster.ts';
import { embeddedProvider } from '../../../../runner/cluster/embedded/provider.ts';
import { readKubeconfig } from '../../../../runner/cluster/kubeconfig-file.ts';
import { systemClock } from '../../../../runner/core/clock.ts';
import { eventually } from '../../../../runner/core/eventually.ts';
import { valueAt } from '../../../../runner/core/json.ts';
import { type DescribedImage, scenarioAnnotation, toDescribedImage } from '../../../../runner/core/simulated-image.ts';
import { startEmbedded } from './start.ts';

const namespace = 'default';

describe('embedded provider', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startEmbedded();
  });
  after(() => cluster.close());

  it('works everywhere and says what it is', async () => {
    assert.equal(await embeddedProvider.refusal(), undefined);
    assert.deepEqual(cluster.fingerprint, {
      provider: 'embedded',
      kubernetesVersion: 'v1.34.4',
      proxyMode: 'iptables',
      isolation: 'simulated',
      nodes: 2,
    });
    assert.deepEqual(
      (await cluster.nodes()).map(({ name, controlPlane }) => [name, controlPlane]),
      [
        ['plumbline-test-control-plane', true],
        ['plumbline-test-worker', false],
      ],
    );
    assert.deepEqual(await embeddedProvider.sweep(), []);
  });

  it('a Service of pods answers by its name, in a pod', async () => {
    const metadata = { name: 'kubia', namespace };
    const template = {
      metadata: { labels: { app: 'kubia' } },
      spec: { containers: [{ name: 'kubia', image: 'luksa/kubia' }] },
    };
    await cluster.api.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    await cluster.api.apply({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata,
      spec: { replicas: 2, selector: { app: 'kubia' }, template },
    });
    const pods = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'app=kubia' };
    const running = ({ items }: ObjectList): boolean =>
      items.length === 2 && items.every((each) => valueAt(each, ['status', 'phase']) === 'Running');
    const { value, held } = await eventually(() => cluster.api.list(pods), running, {
      clock: systemClock,
      within: 5000,
    });
    assert.ok(held);
    const pod = value?.items[0]?.metadata.name ?? '';
    const command = ['curl', '-s', 'http://kubia'];
    const { status, stdout } = await cluster.exec({ place: 'pod', namespace, pod }, { command });
    assert.equal(status, 0);
    assert.match(stdout, /^You've hit kubia-[a-z0-9]{5}\n$/);
    assert.match(await cluster.api.logs(namespace, pod), /Kubia server starting/);
  });

  it('its kubeconfig leads back to it', () => {
    const { connection, namespace: chosen, diagnostics } = readKubeconfig(cluster.kubeconfig('web'));
    assert.deepEqual(diagnostics, []);
    assert.match(connection?.server ?? '', /^https:\/\/127\.0\.0\.1:/);
    assert.ok(connection?.token && connection.ca);
    assert.equal(chosen, 'web');
  });

  it('runs a described image as the scenario of its namespace, or the project, describes it', async () => {
    const says = (body: string, scenario?: string): DescribedImage => ({
      ...toDescribedImage('shop/web', {
        'ready-after': '0s',
        shell: 'debian',
        ports: [{ port: 80, protocol: 'http', address: '0.0.0.0', delay: '0s', answers: { '/': body } }],
      }),
      ...(scenario !== undefined && { scenario }),
    });
    const own = await startEmbedded({
      runId: 'own',
      simulatedImages: [says('all'), says('a', 'a'), says('b', 'b/b[x=1]')],
    });
    const answerIn = async (name: string, scenario?: string): Promise<string> => {
      const annotations = scenario === undefined ? {} : { [scenarioAnnotation]: scenario };
      await own.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } });
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: name } };
      await eventually(
        () =>
          own.api.apply({ ...pod, spec: { containers: [{ name: 'web', image: 'shop/web:1' }] } }).then(
            () => true,
            () => false,
          ),
        (done) => done,
        { clock: systemClock, within: 5000 },
      );
      const command = ['curl', '-s', 'http://127.0.0.1/'];
      const { value } = await eventually(
        () => own.exec({ place: 'pod', namespace: name, pod: 'web' }, { command }).catch(() => undefined),
        (result) => result?.status === 0,
        { clock: systemClock, within: 5000 },
      );
      return value?.stdout ?? 'nothing';
    };
    try {
      assert.deepEqual(
        [
          await answerIn('one', 'a'),
          await answerIn('two', 'b/b[x=1]'),
          await answerIn('three', 'c'),
          await answerIn('four'),
        ],
        ['a', 'b', 'all', 'all'],
      );
    } finally {
      await own.close();
    }
  });

  it('closes', async () => {
    const other = await startEmbedded({ runId: 'other' });
    await other.close();
    await assert.rejects(other.api.list({ apiVersion: 'v1', kind: 'Pod' }));
  });
});
