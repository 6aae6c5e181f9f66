import { endpoints, ingress, kubia, kubiaService, rule, service } from './manifests.ts';
import { apply, capture, type Step, step } from './step.ts';

/** The commands of the chapter, in its order, as a reader types them. */
export const chapter: readonly Step[] = [
  apply(kubiaService),
  apply(kubia),
  apply(`${kubia}\n---\n${kubiaService}`),
  step('wait --for=condition=Ready pod -l app=kubia --timeout=60s', { lines: 'in any order' }),
  step('rollout status deployment kubia', { lines: 'the last' }),
  capture('pod', 'get pods -l app=kubia -o jsonpath={.items[0].metadata.name}'),
  capture('ip', 'get svc kubia -o jsonpath={.spec.clusterIP}'),
  capture('podIP', 'get pods -l app=kubia -o jsonpath={.items[1].status.podIP}'),

  // Creating Services.
  step('get svc'),
  step('get svc kubia -o wide'),
  step('get pods -l app=kubia -o wide', { without: [{ pattern: /<?(control plane|worker)>?/g, reason: 'chance' }] }),
  step('exec {pod} -- curl -s http://{ip}', { lines: 'in any order' }),
  step('exec {pod} curl -s http://{ip}'),
  step('exec {pod} --'),
  step('exec {pod} -- curl -sS -m 2 http://{ip}:81'),
  step('exec {pod} -- curl -s http://{podIP}:8080'),
  step('describe svc kubia'),
  step('get endpoints kubia', { until: /(:8080,.*){2}:8080/ }),
  step('get endpointslices -l kubernetes.io/service-name=kubia', { until: /,.*,/ }),
  step('describe endpoints kubia'),

  // Discovering Services.
  step('exec {pod} -- env', {
    lines: 'in any order',
    without: [
      {
        pattern: /^(PATH|HOME|HOSTNAME|NODE_VERSION|NPM_CONFIG_LOGLEVEL)=.*\n/gm,
        reason: 'what the image itself sets',
      },
    ],
  }),
  step('exec {pod} -- cat /etc/resolv.conf'),
  step('exec {pod} -- curl -s http://kubia.default.svc.cluster.local'),
  step('exec {pod} -- curl -s http://kubia.default'),
  step('exec {pod} -- curl -s http://kubia'),
  step('exec {pod} -- curl -sS http://kubia.nowhere'),
  step('exec {pod} -- ping -c 2 -W 1 kubia'),
  step('exec {pod} -- ping -c 1 -W 1 {podIP}', {
    without: [{ pattern: /ttl=\d+/g, reason: 'one hop more from node to node' }],
  }),
  step('get svc -n kube-system -l k8s-app=kube-dns'),
  step('exec -it {pod} -- bash', {
    types: [
      [/# $/, 'curl -s http://kubia.default.svc.cluster.local\r'],
      [/hit .*# $/s, 'curl -s http://kubia.default\r'],
      [/hit .*# $/s, 'curl -s http://kubia\r'],
      [/hit .*# $/s, 'cat /etc/resolv.conf\r'],
      [/ndots.*# $/s, 'ping kubia\r'],
      [/PING.*data\./s, '\u0003'],
      [/loss.*# $/s, 'echo $?\r'],
      [/\d.*# $/s, 'exit\r'],
    ],
    without: [{ pattern: /\d+ packets transmitted/g, reason: 'as many as there was time for' }],
  }),

  // Services without pods, and names for others.
  apply(service('external-service', 'ports: [{ port: 80 }]')),
  step('describe svc external-service'),
  step('get endpoints external-service'),
  apply(endpoints('external-service', '11.11.11.11', '22.22.22.22')),
  step('get endpoints external-service'),
  step('describe svc external-service', { until: /11\.11/ }),
  step('get endpointslices -l kubernetes.io/service-name=external-service', { until: /11\.11/ }),
  step('delete svc external-service'),
  step('get endpoints external-service', { until: /^$/ }),
  apply(
    service('external-service', 'type: ExternalName\nexternalName: someapi.somecompany.com\nports: [{ port: 80 }]'),
  ),
  step('get svc external-service'),
  step('describe svc external-service'),
  step('exec {pod} -- nslookup external-service', {
    without: [{ pattern: /;; .*\n/g, reason: 'how the name server beyond the cluster fails' }],
  }),
  step('delete svc external-service'),

  // Services for clients outside.
  apply(
    service(
      'kubia-nodeport',
      'type: NodePort\nports: [{ port: 80, targetPort: 8080, nodePort: 30123 }]\nselector: { app: kubia }',
    ),
  ),
  step('get svc kubia-nodeport'),
  step('describe svc kubia-nodeport', { until: /(\S+:8080,?){3}/ }),
  step(`get nodes -o jsonpath='{.items[*].status.addresses[?(@.type=="InternalIP")].address}'`),
  step(`get nodes -o jsonpath='{.items[*].status.addresses[?(@.type=="ExternalIP")].address}'`),
  capture('node', `get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}'`),
  step('exec {pod} -- curl -s -m 5 http://{node}:30123', { until: /hit/ }),
  apply(service('taken', 'type: NodePort\nports: [{ port: 80, nodePort: 30123 }]')),
  apply(service('out-of-range', 'type: NodePort\nports: [{ port: 80, nodePort: 80 }]')),
  apply(
    service(
      'kubia-loadbalancer',
      'type: LoadBalancer\nports: [{ port: 80, targetPort: 8080 }]\nselector: { app: kubia }',
    ),
  ),
  step('get svc kubia-loadbalancer', { until: /172\./ }),
  step('describe svc kubia-loadbalancer', {
    until: /(\S+:8080,?){3}/,
    without: [{ pattern: /^Events:[\s\S]*/m, reason: 'each load balancer tells in its own words what it does' }],
  }),
  apply(ingress('kubia', rule('kubia.example.com', { '/': 'kubia-nodeport' }))),
  step('get ingresses', { until: /172\./ }),
  step('describe ingress kubia', {
    without: [{ pattern: /^Events:[\s\S]*/m, reason: 'each controller tells in its own words what it does' }],
  }),
  capture('balancer', 'get ingress kubia -o jsonpath={.status.loadBalancer.ingress[0].ip}', /\d/),
  step("exec {pod} -- curl -s -H 'Host: kubia.example.com' http://{balancer}", { until: /hit/ }),
  apply(
    ingress(
      'kubia',
      `${rule('kubia.example.com', { '/kubia': 'kubia', '/bar': 'bar' })}\n${rule('foo.example.com', { '/': 'kubia' })}`,
    ),
  ),
  step('describe ingress kubia', {
    without: [{ pattern: /^Events:[\s\S]*/m, reason: 'each controller tells in its own words what it does' }],
  }),
  apply(
    ingress('kubia', rule('kubia.example.com', { '/': 'kubia' })).replace('networking.k8s.io/v1', 'extensions/v1beta1'),
  ),
  apply(ingress('kubia', rule('kubia_example', { '/': 'kubia' }))),

  // Troubleshooting: faults that the chapter's checklist finds.
  step('label pod {pod} app=other'),
  step('label pod {pod} app=other --overwrite'),
  step('get pods -L app', { until: /^(?![\s\S]*0\/1)(?:[^\n]*\n){5}$/, lines: 'in any order' }),
  step('get endpoints kubia', { until: /^.*\n\S+ +(\S+?:8080,){2}\S+?:8080 / }),
  step('label pod {pod} app-'),
  step('label pod {pod} app-'),
  step('delete pod {pod} --grace-period=0'),
  capture('pod', 'get pods -l app=kubia -o jsonpath={.items[0].metadata.name}'),
  step('expose deployment kubia --name=exposed --port=80 --target-port=8080'),
  step('expose deployment kubia --name=exposed --port=80 --target-port=8080'),
  step('expose pod {pod} --name=one-pod --port=80 --target-port=http'),
  step('get svc exposed one-pod -o wide', {
    without: [{ pattern: /pod-template-hash=\w+/g, reason: 'drawn' }],
  }),
  step('delete svc exposed one-pod'),
  step('delete svc exposed'),
  step('get svc nobody'),
  step('get svc kubia nobody'),
];
