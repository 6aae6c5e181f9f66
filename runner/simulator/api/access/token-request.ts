import type { Clock } from '../../../core/clock.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Pod } from '../../objects/objects.ts';
import { invalidValue } from '../field-error.ts';
import { formatTime, type Registry } from '../registry.ts';
import { resourceOf } from '../resources.ts';
import { badRequest, conflict, invalid } from '../status.ts';
import { issuer, type Reference, type TokenIssuer, type TokenWish } from './tokens.ts';

export interface TokenRequestParts {
  registry: Registry;
  tokens: TokenIssuer;
  clock: Clock;
}

const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' };
const [shortest, longest, usual] = [600, 2 ** 32, 3600];

const secondsOf = (spec: JsonObject): number => {
  const given = spec['expirationSeconds'];
  const seconds = typeof given === 'number' ? given : usual;
  const refuse = (why: string): Error => invalid(kind, '', [invalidValue('spec.expirationSeconds', seconds, why)]);
  if (seconds < shortest) throw refuse('may not specify a duration less than 10 minutes');
  if (seconds > longest) throw refuse('may not specify a duration larger than 2^32 seconds');
  return seconds;
};

const boundTo = (
  { registry }: TokenRequestParts,
  namespace: string,
  account: string,
  spec: JsonObject,
): TokenWish['bound'] => {
  const reference = spec['boundObjectRef'];
  if (!isObject(reference)) return {};
  const { kind: wanted, name, uid } = reference;
  const resource = ['Pod', 'Node', 'Secret'].includes(String(wanted)) ? resourceOf(String(wanted)) : undefined;
  if (!resource)
    throw badRequest(
      `cannot bind token to object of type ${String(reference['apiVersion'] ?? '')}, Kind=${String(wanted)}`,
    );
  const found = registry.get(resource, namespace, String(name));
  if (uid !== undefined && uid !== '' && uid !== found.metadata.uid)
    throw conflict(
      resource,
      String(name),
      `the UID in the bound object reference (${String(uid)}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  const own: Reference = { name: found.metadata.name, uid: found.metadata.uid };
  if (resource.kind !== 'Pod') return { [resource.kind.toLowerCase()]: own };
  const { serviceAccountName, nodeName } = (found as unknown as Pod).spec;
  if (serviceAccountName !== account)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
    );
  const nodes = resourceOf('Node');
  if (!nodeName || !nodes) return { pod: own };
  return { pod: own, node: { name: nodeName, uid: registry.get(nodes, undefined, nodeName).metadata.uid } };
};

/** `kubectl create token`: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ */
export const requestToken = (
  parts: TokenRequestParts,
  namespace: string,
  name: string,
  body: JsonObject,
): JsonObject => {
  const accounts = resourceOf('ServiceAccount');
  if (!accounts) throw badRequest('there are no service accounts');
  const { metadata } = parts.registry.get(accounts, namespace, name);
  const spec = isObject(body['spec']) ? body['spec'] : {};
  const seconds = secondsOf(spec);
  const asked = Array.isArray(spec['audiences']) ? spec['audiences'].map(String) : [];
  const audiences = asked.length > 0 ? asked : [issuer];
  const account = { name, uid: metadata.uid };
  const bound = boundTo(parts, namespace, name, spec);
  const now = parts.clock.date();
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid: metadata.uid, creationTimestamp: formatTime(now) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec['boundObjectRef'] ?? null },
    status: {
      token: parts.tokens.issue({ namespace, account, audiences, seconds, bound }),
      expirationTimestamp: formatTime(new Date(now.getTime() + seconds * 1000)),
    },
  };
};
