import type { RunEvent } from '../../runner/core/events.ts';
import type { PlannedStep, StepResult } from '../../runner/core/result.ts';

/** A step result with default values for the fields that a test does not need. */
export const stepResult = (outcome: StepResult['outcome'], more: Partial<StepResult> = {}): StepResult => ({
  outcome,
  expected: 'it holds',
  actual: outcome === 'passed' ? 'it holds' : 'not observed',
  evidence: [],
  observation: {},
  attempts: 1,
  durationMs: 12,
  ...more,
});

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 9, 30) + seconds * 1_000).toISOString();

const step = (id: string, title: string, line: number, more: Partial<PlannedStep> = {}): PlannedStep => ({
  id,
  kind: id,
  title,
  file: '',
  line,
  ...more,
});

const inFile = (file: string, steps: PlannedStep[]): PlannedStep[] => steps.map((each) => ({ ...each, file }));

const spread = 'scenarios/05-services/spread';
const headless = 'scenarios/05-services/headless';
const hostile = 'scenarios/hostile[image=v1.2]';
const broken = 'scenarios/05-services/broken-set-up';
const late = 'scenarios/05-services/late';

/** Text that does harm where it is not escaped. */
export const hostileText =
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 ]]> <b>&amp;"\' [[ATTACHMENT|/etc/passwd]] \u202Egnp.exe \uFFFE \uD800 \u0000 \u0085';

const skip = (code: 'blocked' | 'setup-failed', message: string): StepResult =>
  stepResult('skipped', { reason: { code, message }, expected: 'the step', attempts: 0, durationMs: 0 });

const notRun = (): StepResult =>
  stepResult('not-run', {
    reason: { code: 'interrupted', message: 'The run was interrupted before this step.' },
    attempts: 0,
    durationMs: 0,
  });

/** A run with every outcome, troubles, retries, two parallel scenarios and harmful text. */
export const sampleRun: readonly RunEvent[] = [
  {
    type: 'run:start',
    at: at(0),
    version: 1,
    runId: '20260301-093000-k7x2',
    tool: 'plumbline 0.1.0',
    seed: 42,
    provider: 'kind',
    plan: [
      {
        id: spread,
        title: 'A Service spreads new connections over all its pods',
        file: `${spread}.yaml`,
        tags: ['services', 'load-balancing'],
        source: 'Kubernetes in Action, 5.1',
        steps: inFile(`${spread}.yaml`, [
          step('curl-hits-distinct-pods', 'curl http://kubia reaches all 3 pods', 17, {
            points: 3,
            hint: "Compare the Service's selector with the labels of the pods.",
          }),
          step('ping-fails-on-cluster-ip', 'a ping to the cluster IP of kubia is lost', 23, { points: 1 }),
          step('curl', 'curl http://kubia answers 200', 27),
          step('curl-2', 'curl http://kubia answers 200', 29, { kind: 'curl' }),
        ]),
      },
      {
        id: headless,
        title: 'A headless Service resolves to the addresses of its pods',
        file: `${headless}.yaml`,
        tags: [],
        steps: inFile(`${headless}.yaml`, [
          step('dns-resolves', 'kubia-headless resolves to the ready pods', 12),
          step('srv-resolves', 'the SRV records of kubia-headless name every pod and its port', 15),
        ]),
      },
      {
        id: hostile,
        title: `Hostile ${hostileText}`,
        file: 'scenarios/hostile.yaml',
        tags: ['<tag>'],
        steps: inFile('scenarios/hostile.yaml', [step('exec', `exec ${hostileText}`, 4, { points: 2 })]),
      },
      {
        id: broken,
        title: 'Nothing runs where the set-up failed',
        file: `${broken}.yaml`,
        tags: [],
        steps: inFile(`${broken}.yaml`, [step('curl', 'curl http://web answers 200', 9)]),
      },
      {
        id: late,
        title: 'A scenario that the interruption caught',
        file: `${late}.yaml`,
        tags: [],
        steps: inFile(`${late}.yaml`, [
          step('scale', 'Deployment web has 5 replicas', 6),
          step('endpoints-are', 'Service web has 5 ready endpoints', 9),
          step('curl', 'curl http://web answers 200', 12),
        ]),
      },
    ],
  },
  { type: 'cluster:phase', at: at(0), phase: 'create nodes', startMs: 0 },
  { type: 'cluster:phase', at: at(12.1), phase: 'create nodes', startMs: 0, endMs: 12_100 },
  { type: 'cluster:phase', at: at(12.1), phase: 'kubeadm init', startMs: 12_100 },
  { type: 'cluster:phase', at: at(30.4), phase: 'kubeadm init', startMs: 12_100, endMs: 30_400 },
  {
    type: 'cluster:ready',
    at: at(30.4),
    cluster: {
      provider: 'kind',
      kubernetesVersion: 'v1.34.4',
      proxyMode: 'iptables',
      isolation: 'containers',
      nodes: 3,
      image: 'kindest/node:v1.34.4',
    },
    boot: [
      { phase: 'create nodes', startMs: 0, endMs: 12_100 },
      { phase: 'kubeadm init', startMs: 12_100, endMs: 30_400 },
    ],
    durationMs: 30_400,
  },
  {
    type: 'scenario:start',
    at: at(31),
    scenario: spread,
    title: 'A Service spreads new connections over all its pods',
    namespace: 'plumbline-k7x2-bcdfgh',
  },
  {
    type: 'step:start',
    at: at(31),
    scenario: spread,
    step: 'curl-hits-distinct-pods',
    title: 'curl http://kubia reaches all 3 pods',
  },
  {
    type: 'step:progress',
    at: at(31.5),
    scenario: spread,
    step: 'curl-hits-distinct-pods',
    attempt: 2,
    message: '2 of 3 pods answered',
  },
  {
    type: 'step:end',
    at: at(32.2),
    scenario: spread,
    step: 'curl-hits-distinct-pods',
    result: stepResult('passed', {
      expected: 'each of 3 ready pods answers at least once',
      actual: '3 pods answered 61 requests',
      evidence: [{ title: 'requests by pod', text: 'kubia-4xk2p  19\nkubia-9zq8w  22\nkubia-tt5nd  20' }],
      attempts: 3,
      durationMs: 1_240,
    }),
  },
  {
    type: 'scenario:start',
    at: at(32.3),
    scenario: headless,
    title: 'A headless Service resolves to the addresses of its pods',
    namespace: 'plumbline-k7x2-jklmnp',
  },
  {
    type: 'step:start',
    at: at(32.3),
    scenario: spread,
    step: 'ping-fails-on-cluster-ip',
    title: 'a ping to the cluster IP of kubia is lost',
  },
  {
    type: 'step:start',
    at: at(32.4),
    scenario: headless,
    step: 'dns-resolves',
    title: 'kubia-headless resolves to the ready pods',
  },
  {
    type: 'step:end',
    at: at(33),
    scenario: headless,
    step: 'dns-resolves',
    result: stepResult('passed', { durationMs: 600 }),
  },
  {
    type: 'step:start',
    at: at(33),
    scenario: headless,
    step: 'srv-resolves',
    title: 'the SRV records of kubia-headless name every pod and its port',
  },
  {
    type: 'step:end',
    at: at(37.3),
    scenario: spread,
    step: 'ping-fails-on-cluster-ip',
    result: stepResult('failed', {
      reason: {
        code: 'ping-answered',
        message: 'All 3 pings to 10.96.14.7 were answered. A cluster IP is no host: only its ports are rewritten.',
        hint: 'Is kube-proxy in ipvs mode? There the address is bound to a dummy interface and answers.',
      },
      expected: 'every ping to 10.96.14.7 is lost',
      actual: '3 of 3 pings were answered within 0.1 ms',
      evidence: [
        {
          title: 'ping from pod/kubia-4xk2p',
          text: `PING 10.96.14.7 (10.96.14.7): 56 data bytes\n${Array.from({ length: 20 }, (_, index) => `64 bytes from 10.96.14.7: seq=${index} ttl=64 time=0.0${index + 10} ms`).join('\n')}\n--- 10.96.14.7 ping statistics ---`,
        },
        {
          title: 'control: ping from pod/kubia-4xk2p to pod/kubia-9zq8w',
          text: '64 bytes from 10.244.1.7: seq=0 ttl=62 time=0.4 ms',
        },
      ],
      reproduce: 'kubectl --namespace plumbline-k7x2-bcdfgh exec kubia-4xk2p -- ping -c 3 -W 1 10.96.14.7',
      attempts: 9,
      durationMs: 5_010,
    }),
  },
  {
    type: 'step:start',
    at: at(37.3),
    scenario: spread,
    step: 'curl',
    title: 'curl http://kubia answers 200',
  },
  {
    type: 'step:end',
    at: at(38),
    scenario: headless,
    step: 'srv-resolves',
    result: stepResult('skipped', {
      reason: { code: 'needs-unmet', message: 'The image of the vantage point has no dig.' },
      attempts: 0,
      durationMs: 0,
    }),
  },
  { type: 'scenario:end', at: at(38), scenario: headless, outcome: 'skipped', durationMs: 5_700 },
  {
    type: 'step:end',
    at: at(38.5),
    scenario: spread,
    step: 'curl',
    result: stepResult('error', {
      reason: {
        code: 'no-exit-status',
        message: 'The exec stream ended without an exit status: what curl did is unknown.',
      },
      expected: 'GET http://kubia answers 200',
      actual: 'the stream closed after 0 bytes',
      reproduce: 'kubectl --namespace plumbline-k7x2-bcdfgh exec kubia-4xk2p -- curl -sS http://kubia',
      durationMs: 1_200,
    }),
  },
  {
    type: 'step:end',
    at: at(38.5),
    scenario: spread,
    step: 'curl-2',
    result: skip('blocked', 'Blocked by curl, which did not pass.'),
  },
  { type: 'scenario:end', at: at(39), scenario: spread, outcome: 'error', durationMs: 8_000 },
  {
    type: 'scenario:start',
    at: at(39),
    scenario: hostile,
    title: `Hostile ${hostileText}`,
    namespace: 'plumbline-k7x2-qrstvw',
  },
  { type: 'step:start', at: at(39), scenario: hostile, step: 'exec', title: `exec ${hostileText}` },
  {
    type: 'step:end',
    at: at(39.4),
    scenario: hostile,
    step: 'exec',
    result: stepResult('failed', {
      reason: { code: 'output-mismatch', message: `The output is ${hostileText}` },
      expected: '名前は全角文字です',
      actual: hostileText,
      evidence: [
        { title: `stdout ${hostileText}`, text: `first line\r\n\ttabbed\t${hostileText}\n${'wide 全角 '.repeat(20)}` },
      ],
      reproduce: `kubectl exec web -- echo '${hostileText}'`,
      fraction: 0.25,
      durationMs: 400,
    }),
  },
  { type: 'scenario:end', at: at(39.6), scenario: hostile, outcome: 'failed', durationMs: 600 },
  {
    type: 'scenario:start',
    at: at(39.6),
    scenario: broken,
    title: 'Nothing runs where the set-up failed',
    namespace: 'plumbline-k7x2-xzbcdf',
  },
  {
    type: 'trouble',
    at: at(39.8),
    scenario: broken,
    trouble: {
      phase: 'setup',
      outcome: 'failed',
      diagnostic: {
        code: 'setup-failed',
        message:
          'The API server refused the request: Service web: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        hint: 'Give the port that clients connect to.',
      },
    },
  },
  {
    type: 'step:end',
    at: at(39.8),
    scenario: broken,
    step: 'curl',
    result: skip('setup-failed', 'The set-up of the scenario failed.'),
  },
  {
    type: 'trouble',
    at: at(40.8),
    scenario: broken,
    trouble: {
      phase: 'cleanup',
      outcome: 'error',
      diagnostic: { code: 'cleanup-failed', message: 'namespace plumbline-k7x2-xzbcdf: the time for cleaning ran out' },
      leftovers: ['namespace plumbline-k7x2-xzbcdf'],
    },
  },
  { type: 'scenario:end', at: at(40.8), scenario: broken, outcome: 'error', durationMs: 1_200 },
  { type: 'run:interrupted', at: at(41), signal: 'SIGINT' },
  {
    type: 'scenario:start',
    at: at(41),
    scenario: late,
    title: 'A scenario that the interruption caught',
    namespace: 'plumbline-k7x2-ghjklm',
  },
  ...['scale', 'endpoints-are', 'curl'].map(
    (id): RunEvent => ({ type: 'step:end', at: at(41), scenario: late, step: id, result: notRun() }),
  ),
  { type: 'scenario:end', at: at(41.1), scenario: late, outcome: 'not-run', durationMs: 100 },
  {
    type: 'trouble',
    at: at(41.2),
    trouble: {
      phase: 'report',
      outcome: 'error',
      diagnostic: { code: 'report-unwritable', message: 'out/report.xml cannot be written: no space left on device.' },
    },
  },
  { type: 'run:end', at: at(41.3), durationMs: 41_300, exitCode: 130 },
];

/** The events up to the first one that matches, which is included. */
export const until = (fits: (event: RunEvent) => boolean): readonly RunEvent[] =>
  sampleRun.slice(0, sampleRun.findIndex(fits) + 1);

/** A run that was killed when the cluster was ready and no scenario had started. */
export const killedAfterBoot = until(({ type }) => type === 'cluster:ready');

/** A run that was killed in the second step of the first scenario, while another scenario was running. */
export const killedInStep = until((event) => event.type === 'step:start' && event.step === 'srv-resolves');

/** The events as an iterable for a reporter. */
export const stream = async function* <Event>(events: Iterable<Event>): AsyncGenerator<Event> {
  yield* events;
};
