import { machineResolvConf } from '../../simulator/dns/resolv-conf.ts';
import type { Simulator } from '../../simulator/index.ts';
import { sourceOfNode } from '../../simulator/network/hosts.ts';
import type { ExecOutcome, Source } from '../../simulator/objects/cluster-state.ts';
import { createShell, type Shell } from '../../simulator/shell/shell.ts';
import type { Tool } from '../../simulator/shell/tool.ts';
import { debianTools, nodeTools } from '../../simulator/shell/toolsets.ts';
import type { ExecRequest, ExecResult } from '../cluster.ts';
import { createByteSink } from '../exec-output.ts';

const defaultLimit = 1024 * 1024;
const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };

/** The status in a container engine's exec of a program that is not there, and of one that may not be started. */
const [notFound, notExecutable] = [127, 126];

const failureOf = (outcome: ExecOutcome): { status: number; failure?: string } =>
  'missing' in outcome
    ? {
        status: /permission denied|is a directory/.test(outcome.missing) ? notExecutable : notFound,
        failure: outcome.missing,
      }
    : { status: outcome.code };

/** Runs one command on a simulated machine and keeps what it writes, up to the limit. */
export const execOn = async (shell: Pick<Shell, 'exec'>, request: ExecRequest): Promise<ExecResult> => {
  const { command, stdin = '', limit = defaultLimit, signal = new AbortController().signal } = request;
  signal.throwIfAborted();
  const [stdout, stderr] = [createByteSink(limit), createByteSink(limit)];
  const outcome = await shell.exec(command, {
    stdin: (async function* input() {
      if (stdin) yield Buffer.from(stdin);
    })(),
    stdout: (text) => stdout.push(Buffer.from(text)),
    stderr: (text) => stderr.push(Buffer.from(text)),
    signal,
    tty: false,
  });
  signal.throwIfAborted();
  return {
    ...failureOf(outcome),
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.truncated || stderr.truncated,
  };
};

export interface Machines {
  node(name: string, request: ExecRequest): Promise<ExecResult>;
  outside(request: ExecRequest): Promise<ExecResult>;
}

/** The nodes and a machine beside the cluster, each with a shell of its own. */
export const createMachines = ({ clusterState, network, nodes }: Simulator, outsideIp: string): Machines => {
  const shells = new Map<string, Shell>();
  const shellAt = (hostname: string, ip: string, tools: readonly Tool[], source: () => Source): Shell => {
    const shell =
      shells.get(hostname) ??
      createShell({
        clusterState,
        network,
        source,
        hostname,
        env: { ...env, HOSTNAME: hostname },
        files: {
          '/etc/resolv.conf': machineResolvConf(clusterState),
          '/etc/hostname': `${hostname}\n`,
          '/etc/hosts': `127.0.0.1\tlocalhost\n${ip}\t${hostname}\n`,
        },
        libc: 'glibc',
        tools,
        listeners: [],
      });
    shells.set(hostname, shell);
    return shell;
  };
  return {
    node: async (name, request) => {
      const object = clusterState.get('Node', undefined, name);
      if (!object)
        throw new Error(`There is no node ${name}. The nodes are ${nodes.map((each) => each.name).join(', ')}.`);
      const source = sourceOfNode(object);
      return execOn(
        shellAt(name, source.ip, nodeTools, () => source),
        request,
      );
    },
    outside: (request) =>
      execOn(
        shellAt('outside', outsideIp, debianTools, () => ({ place: 'outside', ip: outsideIp })),
        request,
      ),
  };
};
