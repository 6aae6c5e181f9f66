import { isObject, type JsonObject } from '../../../core/json.ts';

const groups = ['system:masters', 'system:authenticated'];

/** Whoever has the token may do everything: https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
const answers: Record<string, (body: JsonObject) => JsonObject> = {
  'authorization.k8s.io/v1/selfsubjectaccessreviews': (body) => ({
    ...body,
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: isObject(body['spec']) ? body['spec'] : {},
    status: { allowed: true },
  }),
  'authorization.k8s.io/v1/selfsubjectrulesreviews': (body) => ({
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: isObject(body['spec']) ? body['spec'] : {},
    status: {
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    },
  }),
  'authentication.k8s.io/v1/selfsubjectreviews': () => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    status: { userInfo: { username: 'kubernetes-admin', groups } },
  }),
};

export const reviewAt = (path: string): ((body: JsonObject) => JsonObject) | undefined => {
  const key = path.replace(/^\/apis\//, '');
  return Object.hasOwn(answers, key) ? answers[key] : undefined;
};
