const [major, minor, patch] = [1, 34, 4];

/**
 * The Kubernetes that the embedded cluster is. No other code of the simulator names a version, and the files that are
 * generated from a release (api/schema/) have no version in their names: docs/contributing/kubernetes-minor.md says how
 * to support another minor.
 */
export const release = {
  major: String(major),
  minor: String(minor),
  /** As /version and every kubelet tell it. */
  gitVersion: `v${major}.${minor}.${patch}`,
  /** The oldest minor whose clients and stored objects it takes, as /version tells it. */
  minCompatibilityMinor: String(minor - 1),
  /** The tag of the Go modules that its API is published in, such as k8s.io/api. */
  libraryVersion: `v0.${minor}.${patch}`,
  /** The name server that kubeadm of this minor installs (kubeadm, constants.CoreDNSVersion). */
  coreDns: '1.12.1',
} as const;
