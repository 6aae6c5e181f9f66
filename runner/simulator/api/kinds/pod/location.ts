import { badRequest, notFound } from '../../status.ts';
import type { ProxyCall, ResourceLocation } from '../api-kind.ts';
import { splitProxyId } from '../support/proxy-id.ts';

/** The pod's own address: at the port that is asked for, or its first. */
export const locatePod = (id: string, { resource, store, namespace }: ProxyCall): ResourceLocation => {
  const asked = splitProxyId(id);
  if (!asked) throw badRequest(`invalid pod request ${JSON.stringify(id)}`);
  const pod = store.get('Pod', namespace, asked.name);
  if (!pod) throw notFound(resource, asked.name);
  const first = pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort;
  const { podIP } = pod.status;
  if (!podIP) throw badRequest('address not allowed');
  const usual = first ?? (asked.secure ? 443 : 80);
  return { secure: asked.secure, ip: podIP, port: Number(asked.port) || usual };
};
