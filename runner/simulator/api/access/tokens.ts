import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Clock } from '../../../core/clock.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Random } from '../../../core/random.ts';
import type { Store } from '../store.ts';
import { createUid } from '../uid.ts';
import { type Identity, serviceAccount, serviceAccountName } from './identity.ts';

export const issuer = 'https://kubernetes.default.svc.cluster.local';

/** An object that a token lives and dies with. */
export type Reference = { name: string; uid: string };

export interface TokenWish {
  namespace: string;
  account: Reference;
  audiences: readonly string[];
  seconds: number;
  /** `pod`, `node` or `secret`, and the node of a pod. */
  bound: Partial<Record<'pod' | 'node' | 'secret', Reference>>;
}

export interface TokenIssuer {
  issue(wish: TokenWish): string;
  /** Whose token it is; undefined: none of ours, or no longer. */
  identify(token: string): Identity | undefined;
}

const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const decode = (part: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
};

const referenceOf = (value: unknown): Reference | undefined =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['uid'] === 'string'
    ? { name: value['name'], uid: value['uid'] }
    : undefined;

/**
 * ServiceAccount tokens: JWTs (RFC 7519) with Kubernetes' claims, signed with RS256 by a key that lives as long as the
 * cluster. https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
 */
export const createTokenIssuer = (store: Store, clock: Clock, random: Random): TokenIssuer => {
  let key: { privateKey: KeyObject; publicKey: KeyObject } | undefined;
  const now = (): number => Math.floor(clock.date().getTime() / 1000);

  const issue: TokenIssuer['issue'] = ({ namespace, account, audiences, seconds, bound }) => {
    key ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    const claims: JsonObject = {
      aud: [...audiences],
      exp: now() + seconds,
      iat: now(),
      iss: issuer,
      jti: createUid(random),
      'kubernetes.io': { namespace, ...bound, serviceaccount: account },
      nbf: now(),
      sub: serviceAccountName(namespace, account.name),
    };
    const signed = `${encode({ alg: 'RS256', kid: 'plumbline-embedded' })}.${encode(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
  };

  const exists = (kind: string, namespace: string | undefined, reference: Reference | undefined): boolean =>
    reference === undefined || store.get(kind, namespace, reference.name)?.metadata.uid === reference.uid;

  const identify: TokenIssuer['identify'] = (token) => {
    const [head = '', body = '', signature = ''] = token.split('.');
    if (!key || token.split('.').length !== 3) return undefined;
    const signed = Buffer.from(`${head}.${body}`);
    if (!verify('RSA-SHA256', signed, key.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = decode(body);
    const own = isObject(claims['kubernetes.io']) ? claims['kubernetes.io'] : {};
    const [namespace, account] = [String(own['namespace']), referenceOf(own['serviceaccount'])];
    const [pod, node, secret] = ['pod', 'node', 'secret'].map((each) => referenceOf(own[each]));
    const isForUs = Array.isArray(claims['aud']) && claims['aud'].includes(issuer);
    const isNow = Number(claims['exp']) > now() && Number(claims['nbf']) <= now();
    if (!account || !isForUs || !isNow || !exists('ServiceAccount', namespace, account)) return undefined;
    if (!exists('Pod', namespace, pod) || !exists('Secret', namespace, secret)) return undefined;
    return serviceAccount(namespace, account.name, account.uid, {
      'authentication.kubernetes.io/credential-id': [`JTI=${String(claims['jti'])}`],
      ...(node && {
        'authentication.kubernetes.io/node-name': [node.name],
        'authentication.kubernetes.io/node-uid': [node.uid],
      }),
      ...(pod && {
        'authentication.kubernetes.io/pod-name': [pod.name],
        'authentication.kubernetes.io/pod-uid': [pod.uid],
      }),
    });
  };

  return { issue, identify };
};
