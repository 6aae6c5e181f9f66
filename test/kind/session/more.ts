import { pod, service } from './manifests.ts';
import { apply, capture, type Step, step } from './step.ts';

const twoContainers = pod(
  'two',
  `containers:
  - { name: first, image: 'busybox:1.36', imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo one; sleep 3600'] }
  - { name: second, image: 'busybox:1.36', imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo two; sleep 3600'] }`,
  'app: two',
);

const workload = (kind: string, name: string, more = ''): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
${more.replaceAll(/^/gm, '  ')}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{ name: main, image: 'busybox:1.36', imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }]
`;

const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ podSelector: { matchLabels: { role: front } } }, { ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }]
      ports: [{ port: 80 }]
`;

const limits = `
apiVersion: v1
kind: LimitRange
metadata: { name: limits }
spec:
  limits: [{ type: Container, default: { cpu: 500m }, defaultRequest: { cpu: 100m }, max: { cpu: '1' } }]
`;

const eventless: Step['without'] = [{ pattern: /^Events:[\s\S]*/m, reason: 'their order is that of a scheduler' }];

/** Other objects and other ways to read them. */
export const more: readonly Step[] = [
  // Services of all types.
  apply(service('headless', 'clusterIP: None\nports: [{ port: 80, targetPort: http }]\nselector: { app: kubia }')),
  step('get svc headless'),
  step('describe svc headless', { until: /(\S+:8080,?){3}/ }),
  apply(
    service(
      'multi',
      'ports: [{ name: http, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }]\nselector: { app: kubia }\nexternalIPs: [203.0.113.7]\nsessionAffinity: ClientIP',
    ),
  ),
  step('get svc multi -o wide'),
  step('describe svc multi', { until: /(\S+:8443,?){3}/ }),
  step('get endpoints multi', { until: /more/, differs: 'the real controller sorts ports by a hash' }),
  apply(service('unselected', 'ports: [{ port: 80 }]\nselector: { app: nobody }')),
  step('describe svc unselected'),
  step('get endpoints unselected', { until: /none/ }),
  step('get endpointslices -l kubernetes.io/service-name=unselected', { until: /unset/ }),
  apply(
    service('local', 'type: NodePort\nexternalTrafficPolicy: Local\nports: [{ port: 80 }]\nselector: { app: kubia }'),
  ),
  step('describe svc local', { until: /(\S+:80,?){3}/ }),
  step(`patch svc local -p '{"spec":{"type":"ClusterIP"}}'`),
  step(`patch svc local -p '{"spec":{"externalTrafficPolicy":null}}'`),
  step(`patch svc local -p '{"spec":{"type":"ClusterIP","externalTrafficPolicy":null}}'`),
  step(`patch svc local -p '{"spec":{"clusterIP":"10.96.0.77"}}'`),
  step('get svc local'),
  step('get svc --field-selector metadata.name=multi -o name'),
  step('get svc --sort-by=.metadata.name -o name', { lines: 'among others' }),
  step('get svc -l nobody=has'),
  step('get pods --field-selector status.phase=Running -l app=kubia --no-headers', { until: /(.* 1\/1 .*\n){3}/ }),
  step(`get pods -l 'app in (kubia, other), !nothing' -o name`),
  step(`get pods -l 'app=='`),
  step(`get pods -l 'a b'`),
  step('get pods --field-selector nothing=x'),
  step('delete svc headless multi unselected local'),

  // Pods with two containers.
  apply(twoContainers),
  step('wait --for=condition=Ready pod/two --timeout=60s'),
  step('get pod two'),
  step('exec two -- hostname'),
  step('exec two -c second -- hostname'),
  step('logs two'),
  step('logs two --all-containers', { lines: 'in any order' }),
  step('logs two -c second --timestamps'),
  step('logs two -c second --since=1h --tail=5'),
  step(`patch pod two -p '{"spec":{"restartPolicy":"Never"}}'`, {
    without: [{ pattern: /^@@[\s\S]*/m, reason: "a comparison of Go's own types" }],
  }),
  step(`patch pod two --subresource=status -p '{"status":{"phase":"Failed"}}' --dry-run=server`),
  step('delete pod two --dry-run=client'),
  step('delete pod two --dry-run=server'),
  step('delete pod two --wait=false'),
  step('get pod two', { until: /^$/ }),
  step('delete pod two --ignore-not-found'),
  step('run Wrong_Name --image=busybox:1.36'),
  step('run web --image=luksa/kubia --port=8080 --labels=app=web --env=A=b --dry-run=client -o yaml'),
  step('run web --image=busybox:1.36 --port=80 --expose --restart=Never --dry-run=server'),

  // DaemonSets, StatefulSets, Jobs.
  apply(workload('DaemonSet', 'agent')),
  step('rollout status daemonset agent', { lines: 'the last' }),
  step('get daemonset agent', { until: /2 +2 +2/ }),
  step('describe daemonset agent', { without: eventless }),
  step('delete daemonset agent'),
  apply(service('db', 'clusterIP: None\nports: [{ port: 80 }]\nselector: { app: db }')),
  apply(workload('StatefulSet', 'db', 'serviceName: db\nreplicas: 2')),
  step('rollout status statefulset db', { lines: 'the last' }),
  step('get statefulset,pods -l app=db'),
  step('get statefulset db'),
  step('get pods -l app=db'),
  step('exec db-1 -- hostname'),
  step('scale statefulset db --replicas=1'),
  step('get statefulset db', { until: /1\/1/ }),
  step('describe statefulset db', { without: eventless }),
  step('delete statefulset db --cascade=orphan'),
  step('get pods -l app=db'),
  step('delete pod,svc -l app=db'),
  step('delete svc db'),
  step('create job failing --image=busybox:1.36 -- sh -c "exit 3"'),
  step('wait --for=condition=Failed job/failing --timeout=1s'),
  step('get jobs', { without: [{ pattern: /(?<=0\/1) .*/g, reason: 'how long it takes' }] }),
  step('delete job failing'),

  // Objects that restrict.
  apply(policy),
  step('get networkpolicy'),
  step('describe networkpolicy web'),
  step('delete networkpolicy web'),
  step('create namespace small'),
  step('create quota few --hard=pods=1,services=1 -n small'),
  step('get quota -n small', { until: /pods: 0\/1/ }),
  step('describe quota few -n small'),
  step('create service clusterip one --tcp=80 -n small'),
  step('describe quota few -n small', { until: /services +1/ }),
  step('create service clusterip two --tcp=80 -n small'),
  step('apply -n small -f -', { stdin: limits }),
  step('describe limitrange limits -n small'),
  step('describe namespace small'),
  step(
    'run greedy --image=busybox:1.36 -n small --overrides={"spec":{"containers":[{"name":"greedy","image":"busybox:1.36","resources":{"limits":{"cpu":"2"}}}]}}',
  ),
  step('delete namespace small'),
  step('get svc -n small'),

  // Other ways to read.
  step('api-resources --api-group=apps -o name', { lines: 'among others' }),
  step('api-resources --namespaced=false --no-headers', { lines: 'among others' }),
  step('explain pod.spec.containers.readinessProbe.httpGet'),
  step('explain ingress.spec.rules.http.paths.pathType'),
  step('explain networkpolicy.spec'),
  step('explain endpointslice.endpoints.conditions'),
  step('auth can-i create pods/exec'),
  step('auth can-i get /healthz'),
  step(`auth can-i '*' '*'`),
  step('auth can-i list nodes --as=jane --as-group=system:masters'),
  step('auth can-i get pods --as=jane -q'),
  step('get deployment kubia --subresource=scale', { lines: 'in any order' }),
  step('get deployment kubia -o jsonpath={.spec.template.spec.containers[*].image}'),
  step(`get pods -l app=kubia -o go-template='{{range .items}}{{.status.phase}}{{"\\n"}}{{end}}'`),
  step('get nodes -o name'),
  step('get node {worker} -o jsonpath={.status.nodeInfo.kubeletVersion}'),
  step('get rc'),
  step('get leases', { until: /^/ }),
  step('label pods -l app=kubia seen=yes', { lines: 'in any order' }),
  step('label pods --all --list', { lines: 'in any order' }),
  step('label pods -l app=kubia seen-', { lines: 'in any order' }),
  step('annotate deployment kubia kubernetes.io/change-cause=because'),
  step('rollout history deployment kubia', { until: /because/ }),
  step('apply -f - --dry-run=server', { stdin: service('dry', 'ports: [{ port: 80 }]') }),
  step('apply -f - --dry-run=client', { stdin: service('dry', 'ports: [{ port: 80 }]') }),
  step('diff -f -', { stdin: service('dry', 'ports: [{ port: 80 }]'), lines: 'in any order' }),
  step('create -f -', { stdin: 'kind: Nothing\napiVersion: v1\nmetadata: { name: a }' }),
  step('create -f -', { stdin: 'apiVersion: v1\nmetadata: { name: a }' }),
  step('create -f -', { stdin: 'a: [' }),
  step('apply -f - --validate=false', { stdin: `${service('odd', 'ports: [{ port: 80 }]')}  unknown: field\n` }),
  step('apply -f -', { stdin: `${service('odd2', 'ports: [{ port: 80 }]')}  unknown: field\n` }),
  step('apply -f -', { stdin: service('odd3', 'ports: [{ port: eighty }]') }),
  step('apply -f -', { stdin: service('odd4', 'ports: []') }),
  step('apply -f -', { stdin: service('odd5', 'ports: [{ port: 80 }, { port: 80 }]') }),
  step('apply -f -', { stdin: service('odd6', 'type: ExternalName\nports: [{ port: 80 }]') }),
  step('delete svc odd'),
  capture('deployment', 'get deployment kubia -o name'),
  step('rollout status {deployment}', { lines: 'the last' }),
];
