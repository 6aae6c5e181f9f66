import type { IncomingHttpHeaders } from 'node:http';

/** The user or service account that sends a request. */
export interface Identity {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

export const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';

export const anonymous: Identity = { name: 'system:anonymous', groups: [unauthenticated] };

/** The user of kubeadm's admin.conf, whose certificate is named by a digest. */
export const admin = (digest: string): Identity => ({
  name: 'kubernetes-admin',
  groups: ['kubeadm:cluster-admins', authenticated],
  extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${digest}`] },
});

const accountPrefix = 'system:serviceaccount:';

export const serviceAccountName = (namespace: string, name: string): string => `${accountPrefix}${namespace}:${name}`;

const groupsOfAccount = (namespace: string): string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
];

/** https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
export const serviceAccount = (
  namespace: string,
  name: string,
  uid: string,
  extra: Record<string, readonly string[]>,
): Identity => ({
  name: serviceAccountName(namespace, name),
  uid,
  groups: [...groupsOfAccount(namespace), authenticated],
  extra,
});

/** Someone whom another asks to act as. */
export interface Impersonated {
  resource: 'users' | 'groups' | 'serviceaccounts' | 'uids' | 'userextras';
  namespace?: string;
  name: string;
}

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat().flatMap((each) => each.split(/,\s*/));

/**
 * The user that `Impersonate-…` headers name, and what the caller must be allowed to impersonate for it; undefined without
 * such headers. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export const impersonationOf = (
  headers: IncomingHttpHeaders,
): { identity: Identity; needs: Impersonated[] } | undefined => {
  const user = headers['impersonate-user'];
  if (typeof user !== 'string' || user === '') return undefined;
  const given = listOf(headers['impersonate-group']);
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  const groups = given.length === 0 && namespace !== undefined ? groupsOfAccount(namespace) : given;
  const implied = user === anonymous.name ? unauthenticated : authenticated;
  const isSettled = groups.some((each) => each === authenticated || each === unauthenticated);
  const [uid] = listOf(headers['impersonate-uid']);
  const extra = Object.entries(headers)
    .filter(([name]) => name.startsWith('impersonate-extra-'))
    .map(([name, value]): [string, string[]] => [
      decodeURIComponent(name.slice('impersonate-extra-'.length)),
      listOf(value),
    ]);
  const self: Impersonated =
    namespace !== undefined && account !== undefined
      ? { resource: 'serviceaccounts', namespace, name: account }
      : { resource: 'users', name: user };
  return {
    identity: {
      name: user,
      groups: isSettled ? groups : [...groups, implied],
      ...(uid && { uid }),
      ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
    },
    needs: [self, ...given.map((name): Impersonated => ({ resource: 'groups', name }))],
  };
};
