const endpoints = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** Every request that touches a deprecated API is told so (KEP-4974 for Endpoints). */
export const warningsOfEndpoints = (kind: string): string[] => (kind === 'Endpoints' ? [endpoints] : []);

/** The same for a request that is refused: only its path is known then. */
export const warningsAt = (url: string): string[] =>
  /^\/api\/v1\/(namespaces\/[^/?]+\/)?endpoints([/?]|$)/.test(url) ? [endpoints] : [];
