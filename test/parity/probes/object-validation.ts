import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import { answered, judged } from '../answers.ts';
import { object } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

const endpoints = (title: string, ...subsets: JsonValue[]): Row =>
  judged('S39', title, object('Endpoints', 'subject', { subsets }));

const address = (title: string, ip: string): Row => endpoints(title, { addresses: [{ ip }], ports: [{ port: 80 }] });

const slice = (title: string, fields: JsonObject): Row =>
  judged(
    'B9',
    title,
    object('EndpointSlice', 'subject', {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.0.0.1'] }],
      ports: [],
      ...fields,
    }),
  );

const container = { name: 'main', image: 'luksa/kubia' };

const pod = (id: string, title: string, fields: JsonObject, spec: JsonObject = {}): Row =>
  judged(id, title, object('Pod', 'subject', { spec: { containers: [{ ...container, ...fields }], ...spec } }));

const variable = (title: string, fields: JsonObject): Row =>
  pod('S22', `a variable: ${title}`, { env: [{ name: 'A', ...fields }] });

const labels = { app: 'kubia' };
const template = { metadata: { labels }, spec: { containers: [container] } };

const workload = (kind: string, title: string, spec: JsonObject): Row =>
  judged('B33', `${kind}: ${title}`, object(kind, 'subject', { spec }));

const right = { selector: { matchLabels: labels }, template };

const namespace = (title: string, name: string): Row => judged('B26', title, object('Namespace', name));

/** Exact refusals of Endpoints, pods and workloads. */
export const objectValidation: Topic = {
  name: 'object-validation',
  title: 'fields of Endpoints, pods and workloads',
  setup: () => [],
  rows: [
    address('a loopback address', '127.0.0.1'),
    address('a link-local address', '169.254.1.1'),
    address('a link-local multicast address', '224.0.0.1'),
    address('an unspecified address', '0.0.0.0'),
    address('a name as address', 'example.com'),
    address('an address with leading zeros', '011.11.11.11'),
    address('a right address', '11.11.11.11'),
    endpoints('an empty subset', {}),
    endpoints('a subset without addresses', { ports: [{ port: 80 }] }),
    endpoints('a subset without ports', { addresses: [{ ip: '11.11.11.11' }] }),
    endpoints('port 0', { addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 0 }] }),
    endpoints('two ports without names', { addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }, { port: 81 }] }),
    endpoints('a wrong port name', { addresses: [{ ip: '11.11.11.11' }], ports: [{ name: 'A_B', port: 80 }] }),
    endpoints('a wrong host name', { addresses: [{ ip: '11.11.11.11', hostname: 'a.b' }], ports: [{ port: 80 }] }),
    judged('B33', 'Endpoints with a field spec', object('Endpoints', 'subject', { spec: {} })),
    slice('a right slice', {}),
    slice('no address type', { addressType: null }),
    slice('address type IPv5', { addressType: 'IPv5' }),
    slice('an address of another type', { endpoints: [{ addresses: ['fd00::1'] }] }),
    slice('a name in a slice of addresses', { endpoints: [{ addresses: ['example.com'] }] }),
    slice('an endpoint without addresses', { endpoints: [{ addresses: [] }] }),
    slice('a loopback address in a slice', { endpoints: [{ addresses: ['127.0.0.1'] }] }),
    slice('address type FQDN', { addressType: 'FQDN', endpoints: [{ addresses: ['example.com'] }] }),
    slice('two ports of one name', {
      ports: [
        { name: 'a', port: 80 },
        { name: 'a', port: 81 },
      ],
    }),
    slice('a wrong protocol', { ports: [{ port: 80, protocol: 'HTTP' }] }),
    slice('a wrong host name', { endpoints: [{ addresses: ['10.0.0.1'], hostname: 'a.b' }] }),
    slice('an address with leading zeros in a slice', { endpoints: [{ addresses: ['010.0.0.1'] }] }),
    slice('a wrong node name', { endpoints: [{ addresses: ['10.0.0.1'], nodeName: 'A B' }] }),
    judged('S18', 'a pod without containers', object('Pod', 'subject', { spec: { containers: [] } })),
    judged('S18', 'a pod without spec', object('Pod', 'subject')),
    pod('S18', 'a container without a name', { name: '' }),
    pod('S18', 'a container with a wrong name', { name: 'A_b' }),
    pod('S18', 'a container without an image', { image: '' }),
    pod('S18', 'an image with a blank before it', { image: ' luksa/kubia' }),
    pod('S18', 'two containers of one name', {}, { containers: [container, container] }),
    pod('S18', 'a container port without a number', { ports: [{ name: 'http' }] }),
    pod('S18', 'a container port 0', { ports: [{ containerPort: 0 }] }),
    pod('S18', 'a container port 70000', { ports: [{ containerPort: 70000 }] }),
    pod('S18', 'a container port name of 16 characters', { ports: [{ name: 'abcdefghijklmnop', containerPort: 80 }] }),
    pod('S18', 'a container port name of digits', { ports: [{ name: '8080', containerPort: 80 }] }),
    pod('S18', 'a container port name in upper case', { ports: [{ name: 'HTTP', containerPort: 80 }] }),
    pod('S18', 'two container ports of one name', {
      ports: [
        { name: 'a', containerPort: 80 },
        { name: 'a', containerPort: 81 },
      ],
    }),
    pod('S18', 'a container port with protocol HTTP', { ports: [{ containerPort: 80, protocol: 'HTTP' }] }),
    pod('S18', 'imagePullPolicy Sometimes', { imagePullPolicy: 'Sometimes' }),
    pod('B17', 'a probe without an action', { readinessProbe: {} }),
    pod('B17', 'a probe with two actions', {
      readinessProbe: { exec: { command: ['true'] }, tcpSocket: { port: 80 } },
    }),
    pod('B17', 'a probe of an unknown port name', { readinessProbe: { httpGet: { port: 'http--' } } }),
    pod('B17', 'a probe with periodSeconds -1', { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: -1 } }),
    pod('B17', 'a liveness probe with successThreshold 2', {
      livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 },
    }),
    pod('S22', 'a variable with a blank in its name', { env: [{ name: 'A B=', value: 'c' }] }),
    pod('S22', 'a variable with a number as value', { env: [{ name: 'A', value: 1 }] }),
    pod('S25', 'dnsPolicy Foo', {}, { dnsPolicy: 'Foo' }),
    pod('S25', 'dnsPolicy None without servers', {}, { dnsPolicy: 'None' }),
    pod('S25', 'four name servers', {}, { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } }),
    pod('S25', 'a wrong name server', {}, { dnsConfig: { nameservers: ['x'] } }),
    pod('S18', 'restartPolicy Sometimes', {}, { restartPolicy: 'Sometimes' }),
    pod('B45', 'a wrong hostname', {}, { hostname: 'a.b' }),
    pod('B45', 'a wrong subdomain', {}, { subdomain: 'A' }),
    pod('S18', 'a ServiceAccount that does not exist', {}, { serviceAccountName: 'nope' }),
    pod('S18', 'a negative grace period', {}, { terminationGracePeriodSeconds: -1 }),
    pod('S18', 'a wrong quantity', { resources: { requests: { cpu: 'lots' } } }),
    pod('S18', 'a request above the limit', { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    pod('S18', 'an amount with a wrong suffix', { resources: { requests: { cpu: '1iK' } } }),
    pod('S18', 'an amount that is a list', { resources: { requests: { cpu: [] } } }),
    pod('S22', 'a variable of a wrong field', { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }] }),
    variable('a field that is for files only', { valueFrom: { fieldRef: { fieldPath: 'spec.restartPolicy' } } }),
    variable('a label', { valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }),
    variable('a label that is none', { valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }),
    variable('a part of a field without parts', { valueFrom: { fieldRef: { fieldPath: "spec.nodeName['x']" } } }),
    variable('no path', { valueFrom: { fieldRef: { fieldPath: '' } } }),
    variable('a value and a field', { value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    variable('no source', { valueFrom: {} }),
    variable('two sources', {
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, configMapKeyRef: { name: 'a', key: 'b' } },
    }),
    variable('a key without its name', { valueFrom: { configMapKeyRef: { name: 'a' } } }),
    variable('a Secret with a wrong name', { valueFrom: { secretKeyRef: { name: 'A_B', key: 'b' } } }),
    variable('a resource that is none', { valueFrom: { resourceFieldRef: { resource: 'limits.x' } } }),
    pod('S22', 'variables of nothing', { envFrom: [{}] }),
    pod('S22', 'variables of a ConfigMap without name', { envFrom: [{ configMapRef: {} }] }),
    pod('S22', 'variables of two things', { envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] }),
    pod('B17', 'a probe of port 0', { readinessProbe: { tcpSocket: { port: 0 } } }),
    pod('S25', 'dnsPolicy None with an empty configuration', {}, { dnsPolicy: 'None', dnsConfig: {} }),
    workload('Deployment', 'Recreate with settings of rolling updates', {
      ...right,
      strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } },
    }),
    workload('DaemonSet', 'no selector', { template }),
    workload('ReplicaSet', 'no selector', { template }),
    workload('Job', 'restartPolicy Sometimes', {
      template: { spec: { ...template.spec, restartPolicy: 'Sometimes' } },
    }),
    workload('Deployment', 'no selector', { template }),
    workload('Deployment', 'an empty selector', { selector: {}, template }),
    workload('Deployment', 'a selector that misses the template', {
      selector: { matchLabels: { app: 'kubai' } },
      template,
    }),
    workload('Deployment', 'replicas -1', { ...right, replicas: -1 }),
    workload('Deployment', 'replicas as a text', { ...right, replicas: '3' }),
    workload('Deployment', 'restartPolicy Never', {
      ...right,
      template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } },
    }),
    workload('Deployment', 'strategy Foo', { ...right, strategy: { type: 'Foo' } }),
    workload('Deployment', 'no template', { selector: right.selector }),
    workload('Deployment', 'an unknown field', { ...right, replica: 3 }),
    workload('ReplicaSet', 'a selector that misses the template', {
      selector: { matchLabels: { app: 'kubai' } },
      template,
    }),
    workload('ReplicationController', 'a selector that misses the template', { selector: { app: 'kubai' }, template }),
    workload('ReplicationController', 'no template', { selector: labels }),
    workload('StatefulSet', 'no selector', { serviceName: 'web', template }),
    workload('StatefulSet', 'podManagementPolicy Foo', { ...right, serviceName: 'web', podManagementPolicy: 'Foo' }),
    workload('DaemonSet', 'a selector that misses the template', {
      selector: { matchLabels: { app: 'kubai' } },
      template,
    }),
    workload('Job', 'restartPolicy Always', { template: { spec: { ...template.spec, restartPolicy: 'Always' } } }),
    namespace('a namespace with a dot', 'a.b'),
    namespace('a namespace that starts with a digit', '1a'),
    namespace('a namespace in upper case', 'Parity'),
    namespace('a namespace of 64 characters', 'a'.repeat(64)),
    namespace('a namespace that exists', 'default'),
    judged('B33', 'a ConfigMap with a wrong key', object('ConfigMap', 'subject', { data: { 'a b': 'c' } })),
    judged('B33', 'a ConfigMap with a number', object('ConfigMap', 'subject', { data: { a: 1 } })),
    judged('B67', 'a TLS Secret without keys', object('Secret', 'subject', { type: 'kubernetes.io/tls', data: {} })),
    ...['YQ=*', 'YWI', 'Y===', 'YQ==YQ=='].map((a) =>
      judged('B67', `a Secret with ${a}`, object('Secret', 'subject', { data: { a } })),
    ),
    ...['basic-auth', 'ssh-auth', 'dockerconfigjson', 'service-account-token'].map((type) =>
      judged(
        'B67',
        `a Secret of type ${type} without keys`,
        object('Secret', 'subject', { type: `kubernetes.io/${type}` }),
      ),
    ),
    judged('B67', 'a Secret that is no base64', object('Secret', 'subject', { data: { a: '*' } })),
    answered('S54', 'an Ingress of extensions/v1beta1', {
      method: 'POST',
      path: '/apis/extensions/v1beta1/namespaces/NAMESPACE/ingresses',
      body: object('Ingress', 'subject'),
    }),
  ],
};
