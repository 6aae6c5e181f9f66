import assert from 'node:assert/strict';
import type Dockerode from 'dockerode';
import { removeRun } from '../../../../../runner/cluster/kind/engine/removal.ts';

/** A fake engine whose containers and networks are only names. */
const fakeEngine = (
  containers: string[],
  networks: string[],
  fail: (name: string) => object | undefined = () => undefined,
) => {
  const calls: string[] = [];
  const remover = (all: string[], kind: string) => (name: string) => ({
    remove: async (options: { v?: boolean; force?: boolean }) => {
      const fault = fail(name);
      if (fault) throw fault;
      calls.push(`${kind} ${name}${options.force ? ' force' : ''}${options.v ? ' volumes' : ''}`);
      all.splice(all.indexOf(name), 1);
    },
  });
  const filters: unknown[] = [];
  const docker = {
    listContainers: async (options: { filters: unknown }) => {
      filters.push(options.filters);
      return containers.map((name) => ({ Id: name, Names: [`/${name}`] }));
    },
    listNetworks: async () => networks.map((name) => ({ Id: name, Name: name })),
    getContainer: remover(containers, 'container'),
    getNetwork: remover(networks, 'network'),
  } as unknown as Dockerode;
  return { docker, calls, filters };
};

describe('removeRun', () => {
  it('removes containers with their volumes, then networks, of this run only', async () => {
    const { docker, calls, filters } = fakeEngine(['a', 'b'], ['n']);
    assert.deepEqual(await removeRun(docker, 'r1'), ['a', 'b', 'n']);
    assert.deepEqual(calls, ['container a force volumes', 'container b force volumes', 'network n']);
    assert.deepEqual(filters[0], { label: ['dev.plumbline.run=r1'] });
  });

  it('counts objects that are already gone as removed', async () => {
    const { docker } = fakeEngine(['a'], [], () => Object.assign(new Error('gone'), { statusCode: 404 }));
    await removeRun(docker, 'r1');
  });

  it('tries a second time, and goes on after an object that it cannot remove', async () => {
    let tries = 0;
    const { docker, calls } = fakeEngine(['a', 'b'], ['n'], (name) =>
      name === 'a' && ++tries === 1 ? Object.assign(new Error('busy'), { statusCode: 500 }) : undefined,
    );
    await removeRun(docker, 'r1');
    assert.deepEqual(calls, ['container b force volumes', 'network n', 'container a force volumes']);
  });

  it('reports the objects that it cannot remove', async () => {
    const { docker } = fakeEngine(['a'], [], () => Object.assign(new Error('busy'), { statusCode: 500 }));
    await assert.rejects(removeRun(docker, 'r1'), AggregateError);
  });
});
