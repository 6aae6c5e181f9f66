import { type Clock, within } from '../../../core/clock.ts';
import type { RunningContainer } from '../../objects/containers.ts';
import type { Network, Source } from '../../objects/network.ts';
import type { Container, Pod, Probe } from '../../objects/pods.ts';
import { release } from '../../release.ts';

export interface ProbeParts {
  clock: Clock;
  network: Network;
  /** The node: the kubelet itself connects. */
  source: Source;
}

export interface ProbeResult {
  ok: boolean;
  message: string;
}

const late = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';

const numberOf = (container: Container, port: number | string): number | undefined =>
  typeof port === 'number' ? port : container.ports?.find(({ name }) => name === port)?.containerPort;

const connect = (
  { network, source }: ProbeParts,
  ip: string,
  port: number | undefined,
): ReturnType<Network['connect']> =>
  port === undefined ? { result: 'refused' } : network.connect(source, ip, port, 'TCP');

const dialFault = (result: string, ip: string, port: number | undefined): string =>
  result === 'refused' ? `dial tcp ${ip}:${port}: connect: connection refused` : `dial tcp ${ip}:${port}: i/o timeout`;

const probeHttp = async (parts: ProbeParts, pod: Pod, container: Container, probe: Probe): Promise<ProbeResult> => {
  const { path = '/', port = 0, host, scheme = 'HTTP' } = probe.httpGet ?? { port: 0 };
  const ip = host || (pod.status.podIP ?? '');
  const number = numberOf(container, port);
  const url = `${scheme.toLowerCase()}://${ip}:${number}${path}`;
  const outcome = connect(parts, ip, number);
  if (outcome.result !== 'connected') {
    if (outcome.result === 'dropped') await parts.clock.sleep(probe.timeoutSeconds * 1000);
    return {
      ok: false,
      message: `Get "${url}": ${outcome.result === 'dropped' ? late : dialFault(outcome.result, ip, number)}`,
    };
  }
  const { http, tls } = outcome.listener;
  if (!http || Boolean(tls) !== (scheme === 'HTTPS')) return { ok: false, message: `Get "${url}": EOF` };
  const headers = {
    host: `${ip}:${number}`,
    'user-agent': `kube-probe/${release.major}.${release.minor}`,
    accept: '*/*',
    connection: 'close',
  };
  const answer = http({ method: 'GET', target: path, headers, body: '' }, outcome.peer);
  const answered = await within(parts.clock, probe.timeoutSeconds * 1000, answer);
  if (!answered) return { ok: false, message: `Get "${url}": ${late}` };
  const { status } = answered.value;
  const ok = status >= 200 && status < 400;
  return { ok, message: ok ? '' : `HTTP probe failed with statuscode: ${status}` };
};

const probeSocket = async (
  parts: ProbeParts,
  ip: string,
  port: number | undefined,
  seconds: number,
): Promise<ProbeResult> => {
  const outcome = connect(parts, ip, port);
  if (outcome.result === 'dropped') await parts.clock.sleep(seconds * 1000);
  const ok = outcome.result === 'connected';
  return { ok, message: ok ? '' : dialFault(outcome.result, ip, port) };
};

/** Runs a command in the container; the output of a failure is kept. */
export const runCommand = async (
  clock: Clock,
  running: RunningContainer,
  command: readonly string[],
  seconds: number,
): Promise<ProbeResult> => {
  const stop = new AbortController();
  const chunks: string[] = [];
  const keep = (text: string): number => chunks.push(text.slice(0, 1024));
  const io = {
    stdin: (async function* nothing() {})(),
    stdout: keep,
    stderr: keep,
    signal: stop.signal,
    tty: false,
  };
  const ended = await within(clock, seconds * 1000, running.exec(command, io));
  stop.abort();
  if (!ended) return { ok: false, message: `command timed out: "${command.join(' ')}" timed out after ${seconds}s` };
  const outcome = ended.value;
  if ('missing' in outcome) return { ok: false, message: `rpc error: code = Unknown desc = ${outcome.missing}` };
  return { ok: outcome.code === 0, message: chunks.join('').trim().slice(0, 1024) };
};

/** The container that is probed. */
export interface Probed {
  pod: Pod;
  container: Container;
  running: RunningContainer;
}

/** Probes a container once, as the kubelet does: pkg/kubelet/prober. */
export const runProbe = (
  parts: ProbeParts,
  probe: Probe,
  { pod, container, running }: Probed,
): Promise<ProbeResult> => {
  if (probe.httpGet) return probeHttp(parts, pod, container, probe);
  const ip = pod.status.podIP ?? '';
  if (probe.tcpSocket)
    return probeSocket(
      parts,
      probe.tcpSocket.host || ip,
      numberOf(container, probe.tcpSocket.port),
      probe.timeoutSeconds,
    );
  if (probe.exec) return runCommand(parts.clock, running, probe.exec.command ?? [], probe.timeoutSeconds);
  return probeSocket(parts, ip, probe.grpc?.port, probe.timeoutSeconds);
};

export interface ProbeWatch {
  end(): void;
}

export interface ProbeUser {
  look(): Promise<ProbeResult>;
  /** Each result, and whether the thresholds make it count. */
  tell(result: ProbeResult, settled: boolean): void;
}

class Watch implements ProbeWatch {
  readonly #probe: Probe;
  readonly #clock: Clock;
  readonly #user: ProbeUser;
  #good = 0;
  #bad = 0;
  #isOver = false;
  #cancel: (() => void) | undefined;

  constructor(probe: Probe, clock: Clock, user: ProbeUser) {
    this.#probe = probe;
    this.#clock = clock;
    this.#user = user;
    if (probe.initialDelaySeconds) this.#lookAfter(probe.initialDelaySeconds);
    else this.#look();
  }

  #lookAfter(seconds: number): void {
    this.#cancel = this.#clock.after(seconds * 1000, () => this.#look());
  }

  #look(): void {
    this.#user.look().then(
      (result) => this.#heed(result),
      (fault: unknown) => this.#heed({ ok: false, message: String(fault) }),
    );
  }

  #heed(result: ProbeResult): void {
    if (this.#isOver) return;
    const { successThreshold, failureThreshold, periodSeconds } = this.#probe;
    this.#good = result.ok ? this.#good + 1 : 0;
    this.#bad = result.ok ? 0 : this.#bad + 1;
    this.#user.tell(result, result.ok ? this.#good >= successThreshold : this.#bad >= failureThreshold);
    if (!this.#isOver) this.#lookAfter(periodSeconds);
  }

  end(): void {
    this.#isOver = true;
    this.#cancel?.();
  }
}

/**
 * Probes again and again until it is ended. Between two probes only a timer exists: ten thousand loops that
 * wait would each hold a stack.
 */
export const watchProbe = (probe: Probe, clock: Clock, user: ProbeUser): ProbeWatch => new Watch(probe, clock, user);
