import type { KubernetesObject } from '../../../cluster.ts';

export const traefikImage = 'traefik:v3.7';
export const ingressNamespace = 'plumbline-ingress';
export const ingressClass = 'traefik';
export const httpPort = 80;
export const httpsPort = 443;
export const canaryHost = 'canary.plumbline.invalid';
/** Traefik's own liveness endpoint, here routed by an Ingress. https://doc.traefik.io/traefik/operations/ping/ */
export const canaryPath = '/ping';

const name = 'traefik';
const labels = { app: name };
const inNamespace = { name, namespace: ingressNamespace };
const adminPort = 8080;

/** The rights of an ingress controller. https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ */
const rules = [
  {
    apiGroups: [''],
    resources: ['services', 'secrets', 'nodes', 'configmaps', 'namespaces'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];

const podSpec = (node: string, address: string) => ({
  serviceAccountName: name,
  terminationGracePeriodSeconds: 1,
  nodeSelector: { 'kubernetes.io/hostname': node },
  tolerations: [{ operator: 'Exists' }],
  containers: [
    {
      name,
      image: traefikImage,
      imagePullPolicy: 'IfNotPresent',
      args: [
        '--entrypoints.web.address=:8000',
        '--entrypoints.websecure.address=:8443',
        '--entrypoints.websecure.http.tls=true',
        '--providers.kubernetesingress=true',
        // In the Ingress API a prefix is made of whole path elements; without this, /foo would match /food.
        '--providers.kubernetesingress.strictprefixmatching=true',
        `--providers.kubernetesingress.ingressclass=${ingressClass}`,
        // The address for status.loadBalancer of each Ingress, as of a controller behind a load balancer.
        `--providers.kubernetesingress.ingressendpoint.ip=${address}`,
        // A Service without endpoints answers 503 and not 404: it has a route, and no pods.
        '--providers.kubernetesingress.allowemptyservices=true',
        '--providers.providersthrottleduration=100ms',
        '--ping=true',
        '--api=false',
        '--global.checknewversion=false',
        '--global.sendanonymoususage=false',
      ],
      ports: [
        { name: 'web', containerPort: 8000, hostPort: httpPort },
        { name: 'websecure', containerPort: 8443, hostPort: httpsPort },
        { name: 'admin', containerPort: adminPort },
      ],
      readinessProbe: { periodSeconds: 1, httpGet: { path: '/ping', port: adminPort } },
    },
  ],
});

/** Traefik as an ingress controller on the ports 80 and 443 of one node. */
export const traefikObjects = (node: string, address: string): KubernetesObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ingressNamespace } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: inNamespace },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: ingressNamespace }, rules },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: ingressNamespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ingressNamespace },
    subjects: [{ kind: 'ServiceAccount', ...inNamespace }],
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: ingressClass, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'traefik.io/ingress-controller' },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: inNamespace,
    spec: {
      replicas: 1,
      // Two pods at once would need the same host ports.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(node, address) },
    },
  },
];

/** A test route to Traefik's own ping: its answer proves that Traefik turns objects into routes, and that routes answer. */
export const canaryObjects = (): KubernetesObject[] => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'canary', namespace: ingressNamespace },
    spec: { selector: labels, ports: [{ port: 80, targetPort: adminPort }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'canary', namespace: ingressNamespace },
    spec: {
      ingressClassName: ingressClass,
      rules: [
        {
          host: canaryHost,
          http: {
            paths: [
              { path: canaryPath, pathType: 'Exact', backend: { service: { name: 'canary', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  },
];
