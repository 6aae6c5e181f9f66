import type { Unstructured } from '../../../objects/metadata.ts';

export const protocols = ['SCTP', 'TCP', 'UDP'];

const managers: Record<string, string> = {
  'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
  'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
};

/** A controller wrote it, and its addresses give no warnings. */
export const isManaged = ({ metadata }: Unstructured): boolean =>
  Object.entries(managers).some(([label, who]) => metadata.labels?.[label] === who);
