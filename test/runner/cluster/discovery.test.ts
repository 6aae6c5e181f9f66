import assert from 'node:assert/strict';
import { createDiscovery } from '../../../runner/cluster/discovery.ts';
import type { Answer, Transport } from '../../../runner/cluster/transport.ts';

/** A transport that answers each request with the next of `answers`, and with the last one from then on. */
const answering = (...answers: [status: number, body: string][]) => {
  const paths: string[] = [];
  const transport: Pick<Transport, 'send'> = {
    async send({ path }): Promise<Answer> {
      paths.push(path);
      const [status, body] = answers[Math.min(paths.length, answers.length) - 1] ?? [404, ''];
      return { status, body, headers: {}, resent: false };
    },
  };
  return { discovery: createDiscovery(transport as Transport), paths };
};

const listOf = (...resources: unknown[]): string => JSON.stringify({ kind: 'APIResourceList', resources });
const deployments = { name: 'deployments', kind: 'Deployment', namespaced: true };
const scale = { name: 'deployments/scale', kind: 'Scale', namespaced: true };

describe('createDiscovery', () => {
  it('asks once for each apiVersion', async () => {
    const { discovery, paths } = answering([200, listOf(scale, deployments)]);
    const expected = { groupVersion: '/apis/apps/v1', plural: 'deployments', namespaced: true };
    assert.deepEqual(await discovery.find('apps/v1', 'Deployment'), expected);
    assert.deepEqual(await discovery.find('apps/v1', 'Deployment'), expected);
    assert.deepEqual(paths, ['/apis/apps/v1']);
  });

  it('does not mistake a subresource for a kind', async () => {
    const { discovery } = answering([200, listOf(scale, deployments)]);
    assert.equal(await discovery.find('apps/v1', 'Scale'), undefined);
  });

  it('finds a kind that was added later, and asks once for each miss', async () => {
    const { discovery, paths } = answering([404, ''], [200, listOf()], [200, listOf(deployments)]);
    assert.equal(await discovery.find('apps/v1', 'Deployment'), undefined);
    assert.equal(await discovery.find('apps/v1', 'Deployment'), undefined);
    assert.equal((await discovery.find('apps/v1', 'Deployment'))?.plural, 'deployments');
    assert.equal(paths.length, 3);
  });

  it('rejects if the server fails, and asks again next time', async () => {
    const { discovery } = answering([503, ''], [200, 'nonsense'], [200, listOf(deployments)]);
    await assert.rejects(discovery.find('apps/v1', 'Deployment'), { name: 'ApiError', status: 503 });
    await assert.rejects(discovery.find('apps/v1', 'Deployment'), { name: 'UnreachableError' });
    assert.equal((await discovery.find('apps/v1', 'Deployment'))?.namespaced, true);
  });
});
