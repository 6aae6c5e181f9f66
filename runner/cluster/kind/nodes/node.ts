import type Dockerode from 'dockerode';

/** A running node container. */
export interface KindNode {
  name: string;
  /** Its IPv4 address on the cluster's network. */
  address: string;
  controlPlane: boolean;
  container: Dockerode.Container;
}
