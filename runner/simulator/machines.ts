import { outsideAddress } from './address-plan.ts';
import { machineResolvConf } from './dns/resolv-conf.ts';
import { sourceOfNode } from './network/hosts.ts';
import type { ClusterState } from './objects/cluster-state.ts';
import type { ExecIo, ExecOutcome } from './objects/containers.ts';
import type { Network, Source } from './objects/network.ts';
import { createShell, type Shell } from './shell/shell.ts';
import type { Tool } from './shell/tool.ts';
import { debianTools, nodeTools } from './shell/toolsets.ts';

const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };

interface Machine {
  hostname: string;
  source: Source;
  tools: readonly Tool[];
}

/** The nodes and a machine beside the cluster, each with a shell of its own. */
export class Machines {
  readonly #clusterState: ClusterState;
  readonly #network: Network;
  readonly #shells = new Map<string, Shell>();

  constructor(clusterState: ClusterState, network: Network) {
    this.#clusterState = clusterState;
    this.#network = network;
  }

  /** Runs a command on a node; rejects when there is none of that name. */
  async node(name: string, command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    const node = this.#clusterState.get('Node', undefined, name);
    if (!node) {
      const names = this.#clusterState.list('Node').map(({ metadata }) => metadata.name);
      throw new Error(`There is no node ${name}. The nodes are ${names.join(', ')}.`);
    }
    return this.#shellAt({ hostname: name, source: sourceOfNode(node), tools: nodeTools }).exec(command, io);
  }

  async outside(command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    const source: Source = { place: 'outside', ip: outsideAddress };
    return this.#shellAt({ hostname: 'outside', source, tools: debianTools }).exec(command, io);
  }

  #shellAt({ hostname, source, tools }: Machine): Shell {
    const known = this.#shells.get(hostname);
    if (known) return known;
    const shell = createShell({
      clusterState: this.#clusterState,
      network: this.#network,
      source: () => source,
      hostname,
      env: { ...env, HOSTNAME: hostname },
      files: {
        '/etc/resolv.conf': machineResolvConf,
        '/etc/hostname': `${hostname}\n`,
        '/etc/hosts': `127.0.0.1\tlocalhost\n${source.ip}\t${hostname}\n`,
      },
      libc: 'glibc',
      tools,
      listeners: [],
    });
    this.#shells.set(hostname, shell);
    return shell;
  }
}
