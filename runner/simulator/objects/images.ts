import type { JsonObject } from '../../core/json.ts';
import type { ClusterState } from './cluster-state.ts';
import type { RunningContainer } from './containers.ts';
import type { Unstructured } from './metadata.ts';

/** The start of a container, as the kubelet tells it to the image. */
export interface ContainerStart {
  pod: Unstructured;
  /** The entry of spec.containers (or initContainers). */
  container: JsonObject;
  hostname: string;
  ip: string;
  /** The full environment, service variables included. */
  env: Readonly<Record<string, string>>;
  /** Absolute path → text: /etc/hosts, /etc/resolv.conf, /etc/hostname, mounted ConfigMaps, Secrets, tokens. */
  files: Readonly<Record<string, string>>;
  clusterState: ClusterState;
  /** Appends a line to the container's log. */
  log(line: string): void;
  /** The process ended. */
  exited(code: number): void;
}

/** An image that the kubelet can run. For one that is not there a container waits with ErrImagePull. */
export interface SimulatedImage {
  /** Such as luksa/kubia, registry.k8s.io/e2e-test-images/agnhost: without a tag for all tags of the repository. */
  names: readonly string[];
  summary: string;
  /** Whether pods of a namespace know it. Absent: all do. */
  isKnownIn?(namespace: string): boolean;
  start(start: ContainerStart): RunningContainer;
}
