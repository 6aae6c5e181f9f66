/** Separate from the provider, so that help lists it without loading the client of container engines. */
export const about = {
  name: 'kind',
  summary: 'real Kubernetes in containers, on Docker or another engine',
} as const;
