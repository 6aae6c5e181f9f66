import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import { issuer, type Reference, type TokenWish } from '../../access/tokens.ts';
import { invalidValue } from '../../field-error.ts';
import { badRequest, conflict, invalid, notFound } from '../../status.ts';
import { formatTime } from '../../timestamp.ts';
import type { ApiKind, SubresourceCall } from '../api-kind.ts';
import { nodeKind } from '../node.ts';
import { podKind } from '../pod/strategy.ts';
import { secretKind } from '../secret.ts';
import { specOf } from '../support/spec.ts';

const subject = { group: 'authentication.k8s.io', kind: 'TokenRequest' };
const [shortest, longest, usual] = [600, 2 ** 32, 3600];

const secondsOf = (spec: JsonObject): number => {
  const given = spec['expirationSeconds'];
  const seconds = typeof given === 'number' ? given : usual;
  const refuse = (why: string): Error => invalid(subject, '', [invalidValue('spec.expirationSeconds', seconds, why)]);
  if (seconds < shortest) throw refuse('may not specify a duration less than 10 minutes');
  if (seconds > longest) throw refuse('may not specify a duration larger than 2^32 seconds');
  return seconds;
};

/** Kinds whose deletion ends a token. */
const bindable: readonly ApiKind[] = [podKind, nodeKind, secretKind];

const find = ({ resource }: ApiKind, { store }: SubresourceCall, namespace: string, name: string): Unstructured => {
  const found = store.get(resource.kind, resource.namespaced ? namespace : undefined, name);
  if (!found) throw notFound(resource, name);
  return found;
};

const referenceTo = ({ metadata: { name, uid } }: Unstructured): Reference => ({ name, uid });

/** A pod, with its node. */
const boundPod = (account: Unstructured, name: string, call: SubresourceCall): TokenWish['bound'] => {
  const { namespace = '' } = account.metadata;
  const pod = find(podKind, call, namespace, name);
  const { serviceAccountName, nodeName } = specOf(pod);
  if (serviceAccountName !== account.metadata.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to pod running with different serviceaccount name.`,
    );
  if (typeof nodeName !== 'string' || nodeName === '') return { pod: referenceTo(pod) };
  return { pod: referenceTo(pod), node: referenceTo(find(nodeKind, call, namespace, nodeName)) };
};

const boundTo = (account: Unstructured, spec: JsonObject, call: SubresourceCall): TokenWish['bound'] => {
  const reference = spec['boundObjectRef'];
  if (!isObject(reference)) return {};
  const { kind: wanted, uid } = reference;
  const name = String(reference['name']);
  const kind = bindable.find(({ resource }) => resource.kind === wanted);
  if (!kind)
    throw badRequest(
      `cannot bind token to object of type ${String(reference['apiVersion'] ?? '')}, Kind=${String(wanted)}`,
    );
  const found = find(kind, call, account.metadata.namespace ?? '', name);
  if (uid !== undefined && uid !== '' && uid !== found.metadata.uid)
    throw conflict(
      kind.resource,
      name,
      `the UID in the bound object reference (${String(uid)}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  return kind === podKind ? boundPod(account, name, call) : { [kind.resource.singular]: referenceTo(found) };
};

/** `kubectl create token`: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ */
export const requestToken = (account: Unstructured, call: SubresourceCall): JsonObject => {
  const { name, namespace = '', uid } = account.metadata;
  const spec = specOf(call.body);
  const seconds = secondsOf(spec);
  const asked = Array.isArray(spec['audiences']) ? spec['audiences'].map(String) : [];
  const audiences = asked.length > 0 ? asked : [issuer];
  const bound = boundTo(account, spec, call);
  const now = call.clock.date();
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp: formatTime(now) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec['boundObjectRef'] ?? null },
    status: {
      token: call.tokens.issue({ namespace, account: { name, uid }, audiences, seconds, bound }),
      expirationTimestamp: formatTime(new Date(now.getTime() + seconds * 1000)),
    },
  };
};
