import { pod } from './manifests.ts';
import { apply, capture, type Step, step } from './step.ts';

const lonely = pod(
  'lonely',
  `containers:
  - name: main
    image: busybox:1.36
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'mkdir -p /www; echo home > /www/index.html; httpd -p 127.0.0.1:8080 -h /www; echo started; sleep 3600']`,
);

const mortal = pod(
  'mortal',
  `containers:
  - name: main
    image: busybox:1.36
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'echo run; exit 3']`,
);

const lastWords = { pattern: /^tar: .*\n?/gm, reason: 'kubectl may have gone when they come' };

/** Commands with a stream as answer: logs, exec, attach, run, cp, port-forward, proxy. */
export const streams: readonly Step[] = [
  step('exec {pod} -- nothing'),
  step("exec {pod} -- sh -c 'echo out; echo err >&2; exit 7'"),
  step("exec {pod} -- sh -c 'kill -9 $$'"),
  step('exec {pod} -c nobody -- ls'),
  step('exec nobody -- ls'),
  step('exec deployment/kubia -- cat /etc/hostname'),
  step('exec svc/kubia -- cat /etc/hostname'),
  step('exec -i {pod} -- cat', { stdin: 'hellö\nthere' }),
  step('exec -i {pod} -- sh', { stdin: 'echo one\nexit 2\n' }),
  step("exec -it {pod} -- sh -c 'echo ready; sleep 100'", { types: [[/ready/, '\u0003']] }),
  step("exec -it {pod} -- sh -c 'echo $0; exit 5'", { types: [] }),

  step('logs {pod} --tail=1', { without: [{ pattern: /::ffff:\S+/g, reason: 'the kubelet under its address' }] }),
  step('logs {pod} -c nobody'),
  step('logs nobody'),
  step('logs deployment/kubia --tail=1', {
    without: [
      { pattern: /::ffff:\S+/g, reason: 'the kubelet under its address' },
      { pattern: /^Found.*/gm, reason: 'which of three' },
    ],
  }),
  step('logs {pod} --previous'),
  step('logs -l app=kubia --tail=1 --prefix', {
    lines: 'in any order',
    without: [{ pattern: /::ffff:\S+/g, reason: 'the kubelet under its address' }],
  }),
  apply(mortal),
  step('logs mortal --previous', { until: /run/ }),
  step('logs mortal'),
  step('delete pod mortal'),

  step("run once --image=busybox:1.36 --restart=Never -- sh -c 'echo hello; sleep 1; echo there'"),
  step('logs once -f', { until: /there/ }),
  step("wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=60s"),
  step('get pod once'),
  step('exec once -- ls'),
  step('attach once'),
  step('delete pod once'),
  step('run piped --image=busybox:1.36 --restart=Never -i --rm -- sh', {
    stdin: 'echo hello\nexit 4\n',
    without: [
      { pattern: /^(If you don't see|All commands).*\n/gm, reason: 'told when it takes a moment' },
      { pattern: /^warning: couldn't attach.*\n/gm, reason: 'when it was too quick' },
    ],
  }),
  step('run typed --image=busybox:1.36 --restart=Never -it --rm -- sh', {
    types: [
      [/enter\./, '\r'],
      [/# \S*$/, 'hostname\r'],
      [/typed.*# \S*$/s, 'exit 3\r'],
    ],
    without: [{ pattern: /^(?:\/ # (?:[^\n\w]|\[[\d;]*[A-Za-z])*)?\r?\n/gm, reason: 'as often as enter was pressed' }],
  }),

  // cp, both directions.
  step('cp {folder}/here {pod}:/tmp/there'),
  step('exec {pod} -- cat /tmp/there'),
  step('cp {pod}:/tmp/there {folder}/back', { without: [lastWords] }),
  step('cp {pod}:/tmp/nothing {folder}/nothing', { without: [lastWords] }),
  step('cp {folder}/nothing {pod}:/tmp/nothing'),
  step('cp {folder}/here {pod}:/no/such/folder'),

  // port-forward to a pod, a Deployment and a Service, also to a socket on localhost, and to a port without a listener.
  step('port-forward pod/{pod} 28080:8080', { forwards: { port: 28_080, path: '/' }, lines: 'in any order' }),
  step('port-forward deployment/kubia 28081:http', { forwards: { port: 28_081, path: '/' }, lines: 'in any order' }),
  step('port-forward svc/kubia 28082:80', { forwards: { port: 28_082, path: '/' }, lines: 'in any order' }),
  step('port-forward {pod} 28083:81', {
    forwards: { port: 28_083, path: '/' },
    lines: 'in any order',
    without: [{ pattern: /(?<=no answer: )\w+/g, reason: 'whether kubectl has just gone' }],
  }),
  step('port-forward svc/kubia 28084:81', { forwards: { port: 28_084, path: '/' }, lines: 'in any order' }),
  step('port-forward svc/nobody 28085:81', { forwards: { port: 28_085, path: '/' }, lines: 'in any order' }),
  step('port-forward nobody 28086:81', { forwards: { port: 28_086, path: '/' }, lines: 'in any order' }),
  apply(lonely),
  step('wait --for=condition=Ready pod/lonely --timeout=60s'),
  step('port-forward lonely 28087:8080', { forwards: { port: 28_087, path: '/index.html' }, lines: 'in any order' }),
  step('port-forward {pod} 28088:8080', {
    forwards: { port: 28_088, path: '/' },
    lines: 'in any order',
    env: { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' },
  }),
  step('exec {pod} -- cat /etc/hostname', { env: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' } }),

  // Through the API server.
  step('get --raw /api/v1/namespaces/default/services/kubia/proxy/'),
  step('get --raw /api/v1/namespaces/default/services/kubia:81/proxy/'),
  step('get --raw /api/v1/namespaces/default/pods/{pod}:8080/proxy/'),
  step('get --raw /api/v1/namespaces/default/pods/{pod}:81/proxy/'),
  step('create service clusterip empty --tcp=80'),
  step('get --raw /api/v1/namespaces/default/services/empty/proxy/'),
  step('get --raw /api/v1/namespaces/default/services/nobody/proxy/'),
  capture('token', 'create token default'),
  step('get pods --kubeconfig={nobody} --token={token}'),
  step('auth whoami --kubeconfig={nobody} --token={token}', {
    without: [{ pattern: /JTI=\S+/g, reason: 'of one token' }],
  }),

  // The end.
  step('get pods --kubeconfig={nobody}', { stdin: 'jane\nsecret\n' }),
  step('get pods --kubeconfig={nobody} --token=wrong'),
  step('delete pod lonely'),
  step('delete all -l app=kubia', { lines: 'in any order' }),
  step('delete deployment,svc,ingress --all', { lines: 'in any order' }),
];
