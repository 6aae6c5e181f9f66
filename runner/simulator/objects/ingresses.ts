import type { JsonObject } from '../../core/json.ts';
import type { Typed } from './metadata.ts';
import type { LoadBalancerStatus } from './services.ts';

export type IngressBackend = {
  service?: { name: string; port?: { number?: number; name?: string } };
  resource?: JsonObject;
};
export type IngressPath = { path?: string; pathType?: string; backend: IngressBackend };
export type Ingress = Typed<
  JsonObject & {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    rules?: { host?: string; http?: { paths: IngressPath[] } }[];
    tls?: { hosts?: string[]; secretName?: string }[];
  },
  JsonObject & { loadBalancer?: LoadBalancerStatus }
>;
