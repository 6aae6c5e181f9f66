import { execa } from 'execa';
import { isObject } from '../../runner/core/json.ts';
import { atMost, type Measurement, seconds } from '../figures.ts';
import { deploymentObject, endpointSlices, forEachOf, namespaceObject, serviceObject } from './objects.ts';
import { type Standing, withStanding } from './standing.ts';

const serviceCount = 1_000;
const podsEach = 10;
/** A node has room for 110 pods, as in a real cluster. */
const workers = Math.ceil((serviceCount * podsEach) / 110) + 4;
const goal = 300;
/** Milliseconds between two checks. */
const pause = 1_000;

/** The megabytes of physical memory that a process uses. */
const residentOf = async (pid: number): Promise<number> => {
  const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1_024;
};

const readyEndpoints = async ({ client }: Standing): Promise<number> => {
  const { items } = await client.list(endpointSlices);
  const endpoints = items.flatMap(({ endpoints }) => (Array.isArray(endpoints) ? endpoints.filter(isObject) : []));
  return endpoints.filter(({ conditions }) => isObject(conditions) && conditions['ready'] === true).length;
};

export const memory: Measurement = {
  name: 'memory',
  summary: `memory with ${serviceCount} Services of ${podsEach} ready pods each`,
  measure: () =>
    withStanding(['--workers', String(workers)], async (standing) => {
      const { client, pid } = standing;
      const empty = await residentOf(pid);
      await client.create(namespaceObject);
      const start = performance.now();
      await forEachOf(serviceCount, async (index) => {
        const name = `service-${index}`;
        await client.create(deploymentObject(name, podsEach));
        await client.create(serviceObject(name));
      });
      while ((await readyEndpoints(standing)) < serviceCount * podsEach)
        await new Promise((resolve) => setTimeout(resolve, pause));
      const complete = performance.now() - start;
      const full = await residentOf(pid);
      return [
        {
          what: `resident memory, ${serviceCount} Services × ${podsEach} pods`,
          value: `${full.toFixed(0)} MB`,
          goal: atMost(full, goal, `${goal} MB`),
          note: `${empty.toFixed(0)} MB before; all EndpointSlices complete after ${seconds(complete)}`,
        },
      ];
    }),
};
