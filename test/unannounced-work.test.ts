import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { ClusterProvider } from '../runner/cluster/cluster.ts';
import { embeddedProvider } from '../runner/cluster/embedded/provider.ts';
import { type Clock, during, nextTurn, systemClock, turnOf } from '../runner/core/clock.ts';
import { leapingClock } from '../runner/core/leaping-clock.ts';
import { runSelected } from '../runner/run/run-selected.ts';
import { loadScenarios } from '../runner/scenario/load.ts';
import { stepKinds } from '../runner/steps/index.ts';
import { testFolder } from './support/folder.ts';
import { readSources, root } from './support/imports.ts';
import { kubectlName, standInForKubectl } from './support/kubectl.ts';
import { memoryIo } from './support/memory-io.ts';
import { type GuardedClock, guardClock, watchEventLoop } from './support/unannounced.ts';

/** Lets time run while work goes on; the types of the work that it leapt over. */
const leapsOver = async (work: (clock: Clock) => Promise<unknown>): Promise<string[]> => {
  const loop = watchEventLoop();
  const { clock, leaps } = guardClock(leapingClock(systemClock), loop);
  let isDone = false;
  const working = work(clock).finally(() => {
    isDone = true;
  });
  while (!isDone) await clock.sleep(1_000);
  await working;
  loop.close();
  return leaps().map((text) => text.split(' ')[0] ?? '');
};

const connection = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end('hello'));
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      connect(port, '127.0.0.1')
        .on('error', reject)
        .on('close', () => server.close(() => resolve()))
        .resume();
    });
  });

/** Work → the type that Node gives it. */
const kinds: Record<string, [type: string, work: () => Promise<unknown>]> = {
  'a file': ['FSREQPROMISE', () => readFile(import.meta.filename)],
  'a process': ['PROCESSWRAP', () => promisify(execFile)('true')],
  'a connection': ['TCPWRAP', connection],
  'a computation in a thread': ['HASHREQUEST', () => webcrypto.subtle.digest('SHA-256', Buffer.alloc(10_000_000))],
  'a timer of the machine': ['Timeout', () => systemClock.sleep(5)],
  'a turn of the event loop': ['Immediate', () => nextTurn().then(nextTurn).then(nextTurn)],
};

describe('the guard of simulated time', () => {
  for (const [title, [type, work]] of Object.entries(kinds)) {
    it(`sees that time leaps over ${title} which nobody announced`, async () => {
      // On a busy machine one may be over before this process has its next turn.
      const leaps = await leapsOver(async () => {
        for (let times = 0; times < 10; times++) await work();
      });
      assert.ok(leaps.includes(type), `it saw ${leaps.join(', ') || 'nothing'}`);
    });

    it(`sees no leap over ${title} that is announced, either way`, async () => {
      assert.deepEqual(await leapsOver((clock) => during(clock.outside, work)), []);
      assert.deepEqual(await leapsOver((clock) => during(clock.hold, work)), []);
    });
  }

  it('has nothing against turns of the cluster, waits, and work that is over at once', async () => {
    const work = async (clock: Clock): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) {
        await turnOf(clock);
        createHash('sha256').update('text').digest();
        webcrypto.getRandomValues(new Uint8Array(8));
        await clock.sleep(60_000);
      }
    };
    assert.deepEqual(await leapsOver(work), []);
  });
});

describe(`a run of programs, with ${kubectlName}`, () => {
  const folder = testFolder();
  const { PATH } = process.env;
  before(() => {
    process.env['PATH'] = standInForKubectl(folder).behind;
  });
  after(() => {
    process.env['PATH'] = PATH;
  });

  it('announces all its work, from the start of the cluster to its end', async () => {
    const loaded = await loadScenarios({
      files: ['exit-codes', 'environment', 'kubectl'].map((name) => join(root, `test/fixtures/programs/${name}.yaml`)),
      kinds: stepKinds,
      root,
    });
    const loop = watchEventLoop();
    let guarded: GuardedClock | undefined;
    const guardedProvider: ClusterProvider = {
      ...embeddedProvider,
      start: (options) => {
        guarded = guardClock(options.clock ?? systemClock, loop);
        return embeddedProvider.start({ ...options, clock: guarded.clock });
      },
    };
    const io = memoryIo(folder.path);
    const settings = {
      ...{ scenarios: loaded.scenarios, provider: 'embedded', workers: 0, proxyMode: 'iptables' as const },
      ...{ reporters: ['console'], parallel: 2, seed: 1, recordFolder: join(folder.path, 'runs') },
      ...{ failFast: false, strict: false, keep: false },
    };
    const code = await runSelected(settings, io, async () => guardedProvider);
    loop.close();
    assert.equal(code, 0, io.stdout);
    assert.match(io.stdout, /^9 passed {2}in /m);
    assert.deepEqual(guarded?.leaps(), []);
  });
});

/** Rooms whose work goes on while the time of a simulated cluster passes. */
const inSimulatedTime = /^runner\/(cluster(?!\/kind\/)|diagnosis|engine|probe|selftest|simulator|steps)\//;

/** What the event loop finishes: files, processes, connections, threads, modules that load when they are needed. */
const modules =
  'execa|undici|ws|node:(child_process|dgram|dns|dns/promises|fs/promises|http|http2|https|tls|worker_threads|zlib)';
const worksOutside = [
  new RegExp(`^import (?!type )[^;]*from '(${modules})'`, 'm'),
  /^import (?!type )\{[^;}]*\b(createServer|connect|createConnection)\b[^;}]*\} from 'node:net'/m,
  /(?<!typeof )\bimport\((?!\))/,
  /\bfetch\(|\b(nextTurn|setImmediate|subtle)\b/,
];

/** File that does such work → how a simulated clock is told of it. */
const announcers: Readonly<Record<string, string>> = {
  'runner/cluster/embedded/provider.ts':
    'loads its parts before there is a clock, and announces the search for kubectl',
  'runner/cluster/exec.ts': 'only for a cluster behind a wire; an embedded one has direct.ts',
  'runner/cluster/index.ts': 'chooses a provider before there is a cluster',
  'runner/cluster/kubectl.ts': 'embedded/provider.ts announces it',
  'runner/cluster/owner.ts': "only for clusters that stay, whose time is the machine's",
  'runner/cluster/transport.ts': 'only for a cluster behind a wire; an embedded one has direct.ts',
  'runner/simulator/api/http/server.ts': 'announces each connection from outside',
  'runner/simulator/api/spdy/compression.ts': 'serves a connection that server.ts has announced',
  'runner/simulator/api/streaming/upgrade.ts': 'serves a connection that server.ts has announced',
  'runner/simulator/controllers/kubelet/forward.ts': 'serves a connection that server.ts has announced',
  'runner/simulator/controllers/kubelet/kubelet.ts': 'loads forward.ts for a connection that server.ts has announced',
  'runner/simulator/shell/bash.ts': 'script-programs.ts holds the clock while the interpreter works',
  'runner/simulator/shell/files.ts': 'holds the clock while the interpreter is loaded',
  'runner/steps/act/support/run-program.ts': 'announces the program',
};

describe('work that the event loop finishes', () => {
  it('is done in known places only: each says how a simulated clock is told of it', () => {
    const found = readSources('runner')
      .filter(({ path, text }) => inSimulatedTime.test(path) && worksOutside.some((each) => each.test(text)))
      .map(({ path }) => path);
    assert.deepEqual(found.sort(), Object.keys(announcers).sort());
  });
});
