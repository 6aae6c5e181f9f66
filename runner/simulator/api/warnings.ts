const endpoints = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** Every request that touches a deprecated API is told so (KEP-4974 for Endpoints). */
export const warningsOfEndpoints = (kind: string): string[] => (kind === 'Endpoints' ? [endpoints] : []);
