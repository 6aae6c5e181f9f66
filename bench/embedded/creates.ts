import type { Client } from '../../runner/cluster/client.ts';
import { type Measurement, median } from '../figures.ts';
import { forEachOf, namespaceObject, serviceObject, services } from './objects.ts';
import { withStanding } from './standing.ts';

const count = 2_000;
const goal = 10_000;

/** Resolves when a watcher has seen all Services that were created after a version. */
const watchAll = async (client: Client, resourceVersion: string): Promise<void> => {
  let seen = 0;
  for await (const { type } of client.watch(services, resourceVersion, new AbortController().signal)) {
    if (type === 'ADDED') seen += 1;
    if (seen === count) return;
  }
  throw new Error(`a watch ended after ${seen} of ${count} Services`);
};

/** The number of Services that can be created in a minute, until both watchers have seen the last one. */
const perMinute = (): Promise<number> =>
  withStanding([], async ({ client }) => {
    await client.create(namespaceObject);
    const { resourceVersion } = await client.list(services);
    const start = performance.now();
    const watching = [watchAll(client, resourceVersion), watchAll(client, resourceVersion)];
    await Promise.all([...watching, forEachOf(count, (index) => client.create(serviceObject(`service-${index}`)))]);
    return (count / (performance.now() - start)) * 60_000;
  });

export const creates: Measurement = {
  name: 'creates',
  summary: 'Services created through HTTP while two watchers follow them',
  measure: async (runs) => {
    const rates: number[] = [];
    for (let run = 0; run < runs; run++) rates.push(Math.round(await perMinute()));
    return [
      {
        what: 'creates a minute, with two watchers',
        value: String(median(rates)),
        goal: { text: `≥ ${goal}`, met: median(rates) >= goal },
        note: rates.join('  '),
      },
    ];
  },
};
