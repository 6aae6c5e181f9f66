import { isObject, type JsonObject, textAt } from '../../../core/json.ts';
import { type Attributes, grantOf, rulesOf } from '../access/authorization.ts';
import type { Identity } from '../access/identity.ts';
import { issuer, type TokenIssuer } from '../access/tokens.ts';

interface Asked {
  body: JsonObject;
  identity: Identity;
  tokens: TokenIssuer;
}

/** A kind that is never stored: discovery lists it. */
interface Review {
  group: string;
  kind: string;
  plural: string;
  namespaced?: boolean;
  answer(asked: Asked): JsonObject;
}

const specOf = ({ body }: Asked): JsonObject => (isObject(body['spec']) ? body['spec'] : {});

const attributesOf = (spec: JsonObject): Attributes => {
  const { resourceAttributes: resource, nonResourceAttributes: plain } = spec;
  if (isObject(plain)) return { verb: textAt(plain, 'verb') ?? '', path: textAt(plain, 'path') ?? '' };
  const given = isObject(resource) ? resource : {};
  return {
    verb: textAt(given, 'verb') ?? '',
    group: textAt(given, 'group') ?? '',
    resource: textAt(given, 'resource') ?? '',
    subresource: textAt(given, 'subresource') ?? '',
    namespace: textAt(given, 'namespace') ?? '',
    name: textAt(given, 'name') ?? '',
  };
};

const verdict = (identity: Identity, spec: JsonObject): JsonObject => {
  const reason = grantOf(identity, attributesOf(spec));
  return reason === undefined ? { allowed: false } : { allowed: true, reason };
};

const userInfo = ({ name, uid, groups, extra }: Identity): JsonObject => ({
  username: name,
  ...(uid && { uid }),
  groups: [...groups],
  ...(extra && { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
});

const specAndVerdict = (identity: Identity, spec: JsonObject): JsonObject => ({
  spec,
  status: verdict(identity, spec),
});

/** A SubjectAccessReview of another user. */
const aboutOther = (asked: Asked): JsonObject => {
  const spec = specOf(asked);
  const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
  return specAndVerdict({ name: textAt(spec, 'user') ?? '', groups }, spec);
};

const aboutToken = (asked: Asked): JsonObject => {
  const spec = specOf(asked);
  const found = asked.tokens.identify(textAt(spec, 'token') ?? '');
  const status: JsonObject = found
    ? { authenticated: true, user: userInfo(found), audiences: [issuer] }
    : { user: {}, error: 'invalid bearer token' };
  return { spec, status };
};

const [authentication, authorization] = ['authentication.k8s.io', 'authorization.k8s.io'];

/** Questions about access, answered at once, in the order of discovery. */
export const reviews: readonly Review[] = [
  {
    group: authentication,
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    answer: ({ identity }) => ({ status: { userInfo: userInfo(identity) } }),
  },
  { group: authentication, kind: 'TokenReview', plural: 'tokenreviews', answer: aboutToken },
  {
    group: authorization,
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    namespaced: true,
    answer: aboutOther,
  },
  {
    group: authorization,
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    answer: (asked) => specAndVerdict(asked.identity, specOf(asked)),
  },
  {
    group: authorization,
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    answer: ({ identity }) => ({ spec: {}, status: { ...rulesOf(identity), incomplete: false } }),
  },
  { group: authorization, kind: 'SubjectAccessReview', plural: 'subjectaccessreviews', answer: aboutOther },
];

const byPath = new Map(
  reviews.map((review) => [
    `/apis/${review.group}/v1/${review.plural}`,
    (asked: Asked): JsonObject => ({
      kind: review.kind,
      apiVersion: `${review.group}/v1`,
      metadata: {},
      ...review.answer(asked),
    }),
  ]),
);

/** The review that a path stands for: a question about access, answered at once and never stored. */
export const reviewAt = (path: string): ((asked: Asked) => JsonObject) | undefined =>
  byPath.get(path.replace(/\/namespaces\/[^/]+(?=\/localsubjectaccessreviews$)/, ''));
