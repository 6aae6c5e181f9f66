import type { JsonObject } from '../../../core/json.ts';
import { StatusError } from '../status.ts';
import { authenticated, type Identity } from './identity.ts';

/** One wish of a user, in the terms of a SubjectAccessReview. */
export type Attributes =
  | {
      verb: string;
      group: string;
      resource: string;
      subresource?: string | undefined;
      namespace?: string | undefined;
      name?: string | undefined;
    }
  | { verb: string; path: string };

interface Role {
  name: string;
  /** The role's groups: a member of one of them has it. */
  groups: readonly string[];
  rules: readonly (
    | { verbs: readonly string[]; apiGroups: readonly string[]; resources: readonly string[] }
    | { verbs: readonly string[]; nonResourceURLs: readonly string[] }
  )[];
}

const everything: Role['rules'] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];
const create = (group: string, ...resources: string[]): Role['rules'][number] => ({
  verbs: ['create'],
  apiGroups: [group],
  resources,
});
const publicPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/**
 * The roles that a new kubeadm cluster binds to groups, as far as they concern users. There are no other roles here: RBAC's kinds are
 * not served. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
const roles: readonly Role[] = [
  { name: 'cluster-admin', groups: ['system:masters', 'kubeadm:cluster-admins'], rules: everything },
  {
    name: 'system:basic-user',
    groups: [authenticated],
    rules: [
      create('authorization.k8s.io', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'),
      create('authentication.k8s.io', 'selfsubjectreviews'),
    ],
  },
  {
    name: 'system:discovery',
    groups: [authenticated],
    rules: [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/api',
          '/api/*',
          '/apis',
          '/apis/*',
          '/healthz',
          '/livez',
          '/openapi',
          '/openapi/*',
          '/readyz',
          '/version',
          '/version/',
        ],
      },
    ],
  },
  {
    name: 'system:public-info-viewer',
    groups: [authenticated, 'system:unauthenticated'],
    rules: [{ verbs: ['get'], nonResourceURLs: publicPaths }],
  },
  {
    name: 'system:service-account-issuer-discovery',
    groups: ['system:serviceaccounts'],
    rules: [{ verbs: ['get'], nonResourceURLs: ['/.well-known/openid-configuration', '/openid/v1/jwks'] }],
  },
];

const rolesOf = ({ groups }: Identity): Role[] =>
  roles.filter((role) => role.groups.some((each) => groups.includes(each)));

const has = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word);

const allows = (rule: Role['rules'][number], asked: Attributes): boolean => {
  if (!has(rule.verbs, asked.verb)) return false;
  if ('path' in asked)
    return (
      'nonResourceURLs' in rule &&
      rule.nonResourceURLs.some(
        (each) => each === asked.path || (each.endsWith('*') && asked.path.startsWith(each.slice(0, -1))),
      )
    );
  const resource = asked.subresource ? `${asked.resource}/${asked.subresource}` : asked.resource;
  return 'resources' in rule && has(rule.apiGroups, asked.group) && has(rule.resources, resource);
};

/** Why something is allowed; undefined: it is not. */
export const grantOf = (identity: Identity, asked: Attributes): string | undefined => {
  const role = rolesOf(identity).find(({ rules }) => rules.some((rule) => allows(rule, asked)));
  const group = role?.groups.find((each) => identity.groups.includes(each));
  if (!role || !group) return undefined;
  const binding = group === 'kubeadm:cluster-admins' ? group : role.name;
  return `RBAC: allowed by ClusterRoleBinding "${binding}" of ClusterRole "${role.name}" to Group "${group}"`;
};

/** All that a user may do, as a SelfSubjectRulesReview lists it. */
export const rulesOf = (identity: Identity): { resourceRules: JsonObject[]; nonResourceRules: JsonObject[] } => {
  const rules = rolesOf(identity).flatMap((role) => role.rules);
  return {
    resourceRules: rules.flatMap((rule) =>
      'resources' in rule
        ? [{ verbs: [...rule.verbs], apiGroups: [...rule.apiGroups], resources: [...rule.resources] }]
        : [],
    ),
    nonResourceRules: rules.flatMap((rule) =>
      'nonResourceURLs' in rule ? [{ verbs: [...rule.verbs], nonResourceURLs: [...rule.nonResourceURLs] }] : [],
    ),
  };
};

/** 403 in the words of apiserver/pkg/endpoints/handlers/responsewriters. */
export const forbiddenFor = ({ name: user }: Identity, asked: Attributes): StatusError => {
  if ('path' in asked)
    return new StatusError(403, 'Forbidden', `forbidden: User "${user}" cannot ${asked.verb} path "${asked.path}"`, {});
  const { verb, group, resource, subresource, namespace, name } = asked;
  const qualified = group ? `${resource}.${group}` : resource;
  const what = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  return new StatusError(
    403,
    'Forbidden',
    `${qualified}${name ? ` "${name}"` : ''} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`,
    { ...(name && { name }), ...(group && { group }), kind: resource },
  );
};

/** Refuses a request that no role of the user allows. */
export const authorize = (identity: Identity, asked: Attributes): void => {
  if (grantOf(identity, asked) === undefined) throw forbiddenFor(identity, asked);
};
