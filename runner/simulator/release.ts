/**
 * The Kubernetes that the embedded cluster is. Nothing else of the simulator names a version; how to support another
 * minor is written in docs/contributing/kubernetes-minor.md.
 */
export const release = { major: '1', minor: '34', gitVersion: 'v1.34.4' } as const;
