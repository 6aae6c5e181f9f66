import type { ClusterSettings } from '../options/cluster-options.ts';
import type { StandingCluster } from './standing-cluster.ts';

export interface StandSettings extends ClusterSettings {
  name: string;
  /** Start an ingress controller. An embedded cluster always has one. */
  ingress: boolean;
}

/** The settings that a cluster's fingerprint does not show, for the file of the cluster. */
export const askedOf = ({ nodeImage, probeImage, ingress }: StandSettings): NonNullable<StandingCluster['asked']> => ({
  ...(nodeImage !== undefined && { nodeImage }),
  ...(probeImage !== undefined && { probeImage }),
  ...(ingress && { ingress }),
});
