import type Dockerode from 'dockerode';
import type { WaitStrategy } from 'testcontainers';
import { type Engine, isLocalhost } from '../engine/engine.ts';

export interface NodeContainerOptions {
  image: string;
  name: string;
  network: string;
  labels: Record<string, string>;
  /** Publishes the API server's port 6443. */
  publishApi: boolean;
  /** True: testcontainers' reaper removes it when this process is gone. */
  reap: boolean;
  waitStrategy: WaitStrategy;
  /** Called as soon as the container runs, before it is ready. */
  onStarting: (container: Dockerode.Container, details: Dockerode.ContainerInspectInfo) => Promise<void>;
}

/** The address on which ports are published: loopback of a local engine, the gateway of one in a container, else all addresses. */
export const publishAddress = (host: string): string => {
  if (isLocalhost(host)) return '127.0.0.1';
  return /^[0-9.]+$/.test(host) && !host.startsWith('0.') ? host : '';
};

/**
 * Starts one kindest/node container as kind starts it, and resolves when the wait strategy does.
 * https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/docker/provision.go
 */
export const startNodeContainer = async (engine: Engine, options: NodeContainerOptions): Promise<void> => {
  const { GenericContainer } = await import('testcontainers');

  /** Sets the options of a node for which GenericContainer has no method. */
  class NodeContainer extends GenericContainer {
    constructor() {
      super(options.image);
      // Without a terminal, systemd has no console and the log stays empty.
      this.createOpts.Tty = true;
      this.createOpts.StopSignal = 'SIGRTMIN+3';
      // containerd cannot put its overlays on top of the container's own overlay.
      this.createOpts.Volumes = { '/var': {} };
      // On hosts with cgroup v1 a privileged container would see the host's groups.
      Object.assign(this.hostConfig, { CgroupnsMode: 'private' });
      this.hostConfig.Init = false;
      this.hostConfig.LogConfig = { Type: 'json-file', Config: {} };
      if (options.publishApi) {
        this.createOpts.ExposedPorts = { '6443/tcp': {} };
        this.hostConfig.PortBindings = { '6443/tcp': [{ HostIp: publishAddress(engine.host), HostPort: '0' }] };
      }
    }

    protected override async containerStarting(): Promise<void> {
      const container = engine.docker.getContainer(options.name);
      await options.onStarting(container, await container.inspect());
    }
  }

  await new NodeContainer()
    .withName(options.name)
    .withHostname(options.name)
    .withNetworkMode(options.network)
    .withLabels(options.labels)
    .withPrivilegedMode()
    .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
    .withTmpFs({ '/tmp': '', '/run': '' })
    .withBindMounts([{ source: '/lib/modules', target: '/lib/modules', mode: 'ro' }])
    .withEnvironment({ KUBECONFIG: '/etc/kubernetes/admin.conf' })
    .withAutoCleanup(options.reap)
    .withWaitStrategy(options.waitStrategy)
    .start();
};
