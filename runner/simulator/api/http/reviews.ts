import { isObject, type JsonObject } from '../../../core/json.ts';
import { type Attributes, grantOf, rulesOf } from '../access/authorization.ts';
import type { Identity } from '../access/identity.ts';
import { issuer, type TokenIssuer } from '../access/tokens.ts';

interface Asked {
  body: JsonObject;
  identity: Identity;
  tokens: TokenIssuer;
}

const specOf = ({ body }: Asked): JsonObject => (isObject(body['spec']) ? body['spec'] : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const attributesOf = (spec: JsonObject): Attributes => {
  const { resourceAttributes: resource, nonResourceAttributes: plain } = spec;
  if (isObject(plain)) return { verb: textOf(plain['verb']), path: textOf(plain['path']) };
  const given = isObject(resource) ? resource : {};
  return {
    verb: textOf(given['verb']),
    group: textOf(given['group']),
    resource: textOf(given['resource']),
    subresource: textOf(given['subresource']),
    namespace: textOf(given['namespace']),
    name: textOf(given['name']),
  };
};

const verdict = (identity: Identity, spec: JsonObject): JsonObject => {
  const reason = grantOf(identity, attributesOf(spec));
  return reason === undefined ? { allowed: false } : { allowed: true, reason };
};

const review = (group: string, kind: string, more: JsonObject): JsonObject => ({
  kind,
  apiVersion: `${group}/v1`,
  metadata: {},
  ...more,
});

const userInfo = ({ name, uid, groups, extra }: Identity): JsonObject => ({
  username: name,
  ...(uid && { uid }),
  groups: [...groups],
  ...(extra && { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
});

/** A SubjectAccessReview of somebody else. */
const aboutOther =
  (kind: string) =>
  (asked: Asked): JsonObject => {
    const spec = specOf(asked);
    const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
    const status = verdict({ name: textOf(spec['user']), groups }, spec);
    return review('authorization.k8s.io', kind, { spec, status });
  };

const answers: Record<string, (asked: Asked) => JsonObject> = {
  'authorization.k8s.io/v1/selfsubjectaccessreviews': (asked) =>
    review('authorization.k8s.io', 'SelfSubjectAccessReview', {
      spec: specOf(asked),
      status: verdict(asked.identity, specOf(asked)),
    }),
  'authorization.k8s.io/v1/subjectaccessreviews': aboutOther('SubjectAccessReview'),
  'authorization.k8s.io/v1/localsubjectaccessreviews': aboutOther('LocalSubjectAccessReview'),
  'authorization.k8s.io/v1/selfsubjectrulesreviews': ({ identity }) =>
    review('authorization.k8s.io', 'SelfSubjectRulesReview', {
      spec: {},
      status: { ...rulesOf(identity), incomplete: false },
    }),
  'authentication.k8s.io/v1/selfsubjectreviews': ({ identity }) => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    status: { userInfo: userInfo(identity) },
  }),
  'authentication.k8s.io/v1/tokenreviews': (asked) => {
    const spec = specOf(asked);
    const found = asked.tokens.identify(textOf(spec['token']));
    const status: JsonObject = found
      ? { authenticated: true, user: userInfo(found), audiences: [issuer] }
      : { user: {}, error: 'invalid bearer token' };
    return review('authentication.k8s.io', 'TokenReview', { spec, status });
  },
};

/** The review that a path stands for: a question about access, answered at once and never stored. */
export const reviewAt = (path: string): ((asked: Asked) => JsonObject) | undefined => {
  const key = path.replace(/^\/apis\//, '').replace(/\/namespaces\/[^/]+(?=\/localsubjectaccessreviews$)/, '');
  return Object.hasOwn(answers, key) ? answers[key] : undefined;
};
