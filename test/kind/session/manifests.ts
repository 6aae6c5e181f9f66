/** The manifests of the chapter, as a reader would write them today. */

export const kubia = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kubia }
spec:
  replicas: 3
  selector: { matchLabels: { app: kubia } }
  template:
    metadata: { labels: { app: kubia } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: kubia
          image: luksa/kubia
          imagePullPolicy: IfNotPresent
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe:
            httpGet: { path: /, port: 8080 }
            periodSeconds: 2
`;

export const service = (name: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
${spec.replaceAll(/^/gm, '  ')}
`;

export const kubiaService = service('kubia', 'ports: [{ port: 80, targetPort: 8080 }]\nselector: { app: kubia }');

export const pod = (name: string, spec: string, labels = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}${labels && `, labels: { ${labels} }`} }
spec:
  terminationGracePeriodSeconds: 0
${spec.replaceAll(/^/gm, '  ')}
`;

export const endpoints = (name: string, ...ips: string[]): string => `
apiVersion: v1
kind: Endpoints
metadata: { name: ${name} }
subsets:
  - addresses: [${ips.map((ip) => `{ ip: ${ip} }`).join(', ')}]
    ports: [{ port: 80 }]
`;

export const ingress = (name: string, rules: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name} }
spec:
  rules:
${rules.replaceAll(/^/gm, '    ')}
`;

export const rule = (host: string, paths: Readonly<Record<string, string>>): string =>
  `- host: ${host}\n  http:\n    paths:\n${Object.entries(paths)
    .map(
      ([path, name]) =>
        `      - { path: ${path}, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }`,
    )
    .join('\n')}`;
