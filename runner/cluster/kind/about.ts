/** Apart from the provider: help lists it without loading a client of container engines. */
export const about = {
  name: 'kind',
  summary: 'real Kubernetes in containers, on Docker or another engine',
} as const;
