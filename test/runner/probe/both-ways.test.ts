import assert from 'node:assert/strict';
import type { Cluster, ObjectList, Vantage } from '../../../runner/cluster/cluster.ts';
import { systemClock } from '../../../runner/core/clock.ts';
import { eventually } from '../../../runner/core/eventually.ts';
import { isObject, valueAt } from '../../../runner/core/json.ts';
import { leapingClock } from '../../../runner/core/leaping-clock.ts';
import { startProber } from '../../../runner/probe/batch/prober.ts';
import { requestAll } from '../../../runner/probe/http/http.ts';
import { requestTogether } from '../../../runner/probe/http/together.ts';
import { pingAll } from '../../../runner/probe/ping/ping.ts';
import { openSocket } from '../../../runner/probe/socket/socket.ts';
import { askDns } from '../../../runner/steps/discover/support/ask-dns.ts';
import { askGetent } from '../../../runner/steps/discover/support/ask-getent.ts';
import { Unobservable } from '../../../runner/steps/finding.ts';
import type { StepContext } from '../../../runner/steps/step.ts';
import { stepContext } from '../../support/step-context.ts';
import { startEmbedded } from '../cluster/embedded/start.ts';
import {
  images,
  namespace,
  type Places,
  questions,
  requestsTo,
  serviceRecord,
  sockets,
  state,
} from './both-ways-state.ts';

/**
 * A probe is a script in one exec, as on a real cluster. Where an exec is cheap, some probes start their programs one
 * by one instead. Both ways must have the same result in the same state. Otherwise the simulated cluster would run
 * untested code.
 */

type Probe = (context: StepContext, vantage: Vantage, places: Places) => Promise<unknown>;

const askGetentOf: Probe = async (context, vantage) => {
  const { settings } = await askDns(context, vantage, []);
  const asking = { context, vantage, settings, texts: [] };
  return { lookups: await askGetent(asking, questions), text: asking.texts.join('\n') };
};

/** Requests that continue for a while in each phase. Their number depends on the time. */
const goOn =
  (connection: 'new' | 'open', url: (places: Places) => string): Probe =>
  async (context, vantage, places) => {
    const prober = await startProber(context, vantage, url(places), connection);
    for (const phase of ['during', 'after'] as const) {
      await context.clock.sleep(3_000);
      await prober.enter(phase);
    }
    await context.clock.sleep(3_000);
    const records = await prober.stop();
    // Only the first request over an open connection connects.
    const [first, ...others] = records.map(({ latency: _, ...rest }) => JSON.stringify(rest));
    return { first, others: [...new Set(others)].sort() };
  };

/** Whether the probe has a second way, where an exec is cheap. */
const probes: Record<string, { probe: Probe; direct: boolean }> = {
  'requests, a process each': {
    direct: true,
    probe: (context, vantage, places) => requestAll(context, vantage, requestsTo(places), { seconds: 60 }),
  },
  'requests that the time leaves out': {
    direct: true,
    probe: (context, vantage, { shut }) =>
      requestAll(context, vantage, [{ url: `http://${shut}:8080/`, times: 9 }], { seconds: 3 }),
  },
  'a request that waits': {
    direct: true,
    probe: (context, vantage, { web }) => requestAll(context, vantage, [{ url: `http://${web}/late` }]),
  },
  'requests over a kept connection': {
    direct: false,
    probe: (context, vantage, { web }) =>
      requestTogether(context, vantage, { url: `http://${web}/`, times: 4 }, { connection: 'kept' }),
  },
  'requests over fresh connections': {
    direct: false,
    probe: (context, vantage, { web }) =>
      requestTogether(context, vantage, { url: `http://${web}/`, times: 4 }, { connection: 'fresh' }),
  },
  pings: {
    direct: true,
    probe: (context, vantage, { app, shut, web }) =>
      pingAll(context, vantage, [app, web, shut, 'web', 'no-such-service']),
  },
  'names, asked with dig': {
    direct: true,
    probe: (context, vantage) => askDns(context, vantage, [...questions, serviceRecord]),
  },
  'names, asked with getent': { direct: true, probe: askGetentOf },
  sockets: {
    direct: false,
    probe: async (context, vantage, places) => {
      const replies: unknown[] = [];
      for (const request of sockets(places)) replies.push(await openSocket(context, vantage, request));
      return replies;
    },
  },
  'requests that go on': { direct: true, probe: goOn('new', ({ web }) => `http://${web}/`) },
  'requests that go on in vain': { direct: true, probe: goOn('new', ({ nobody }) => `http://${nobody}/`) },
  'requests that go on over one connection': { direct: false, probe: goOn('open', ({ web }) => `http://${web}/`) },
};

/** Removes the parts that differ from run to run: times, dig's random numbers, the mark of a transcript. */
const withoutTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'latency' && key !== 'date')
        .map(([key, each]) => [key, withoutTimes(each)]),
    );
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/plumbline-[0-9a-f]{32}/g, 'MARK')
    .replaceAll(/\b\d+(\.\d+)? ?(ms|milliseconds)\b/g, 'TIME')
    .replaceAll(/(?<=(?:rtt|round-trip) [\w/]+ = )[\d./]+/g, 'TIME')
    .replaceAll(/\btime \d+TIME/g, 'time TIME')
    .replaceAll(/(?<=;; WHEN: ).*/g, 'TIME')
    .replaceAll(/(?<=, id: )\d+|(?<=; COOKIE: )[0-9a-f]+|(?<=\bSOA\t.* )\d{10}\b/g, 'NUMBER');
};

const everythingRuns = ({ items }: ObjectList): boolean =>
  items.length === 4 && items.every((each) => valueAt(each, ['status', 'podIP']) !== undefined);

describe('probes in processes and in a script', () => {
  let cluster: Cluster;
  let places: Places;
  let vantages: Record<string, Vantage>;

  const textOf = async (kind: string, name: string, path: readonly (string | number)[]): Promise<string> => {
    const found = await cluster.api.get({ apiVersion: 'v1', kind, name, namespace });
    return String(valueAt(found, path));
  };

  before(async () => {
    const clock = leapingClock(systemClock);
    cluster = await startEmbedded({ clock, simulatedImages: images });
    for (const each of state) await cluster.api.apply(each);
    const { held } = await eventually(
      () => cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
      everythingRuns,
      { clock, within: 60_000 },
    );
    assert.ok(held);
    const nodes = await cluster.nodes();
    places = {
      app: await textOf('Pod', 'app', ['status', 'podIP']),
      shut: await textOf('Pod', 'shut', ['status', 'podIP']),
      web: await textOf('Service', 'web', ['spec', 'clusterIP']),
      nobody: await textOf('Service', 'nobody', ['spec', 'clusterIP']),
      node: nodes[0]?.internalIP ?? '',
      nodePort: Number(await textOf('Service', 'web', ['spec', 'ports', 0, 'nodePort'])),
    };
    vantages = {
      'a pod': { place: 'pod', namespace, pod: 'app' },
      'a pod with few programs': { place: 'pod', namespace, pod: 'alpine' },
      'a pod without programs': { place: 'pod', namespace, pod: 'bare' },
      'a node': { place: 'node', node: nodes[1]?.name ?? '' },
      outside: { place: 'outside' },
    };
  });
  after(() => cluster.close());

  /** The result of a probe, or the reason why it has none, and the programs that it started. */
  const observe = async (probe: Probe, vantage: Vantage, cheapExec: boolean) => {
    const programs = new Set<string>();
    const watched: Cluster = {
      ...cluster,
      cheapExec,
      exec: (at, request) => {
        programs.add(request.command[0] ?? '');
        return cluster.exec(at, request);
      },
    };
    const context = stepContext(watched, { clock: cluster.clock ?? systemClock });
    const result = await probe({ ...context, namespace }, vantage, places).catch((cause: unknown) => {
      if (cause instanceof Unobservable) return { unobservable: cause.reason };
      throw cause;
    });
    return { result: withoutTimes(result), programs };
  };

  for (const [title, { probe, direct }] of Object.entries(probes))
    it(title, async () => {
      for (const [place, vantage] of Object.entries(vantages)) {
        const script = await observe(probe, vantage, false);
        const programs = await observe(probe, vantage, true);
        // A script misses sh before any other program.
        if (place === 'a pod without programs') {
          assert.match(JSON.stringify(script.result), /"tool-missing".*There is no program/);
          assert.match(JSON.stringify(programs.result), /"tool-missing".*There is no program/);
          continue;
        }
        assert.deepEqual(programs.result, script.result, `${title} from ${place}`);
        if (direct) assert.ok(script.programs.has('sh') && !programs.programs.has('sh'), place);
        else assert.deepEqual(programs.programs, script.programs, place);
      }
    });

  it('cover every outcome of a request and of a socket', async () => {
    const context = stepContext(cluster, { clock: cluster.clock ?? systemClock });
    const vantage: Vantage = { place: 'pod', namespace, pod: 'app' };
    const requests = [...requestsTo(places), { url: `http://${places.web}/late` }];
    const replies = await requestAll(context, vantage, requests, { seconds: 60 });
    assert.equal(replies.length, requests.length + 2);
    assert.deepEqual([...new Set(replies.map(({ outcome }) => outcome))].sort(), [
      'answered',
      'dropped',
      'garbled',
      'hung',
      'refused',
      'tls',
      'unresolvable',
    ]);
    assert.deepEqual([...new Set(replies.map(({ status }) => status))].sort(), [200, 404, 503, undefined]);
    const ends: string[] = [];
    for (const request of sockets(places)) ends.push((await openSocket(context, vantage, request)).outcome);
    assert.deepEqual([...new Set(ends)].sort(), ['dropped', 'open', 'refused', 'unresolvable']);
  });
});
