import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import { answered, judged, stored } from '../answers.ts';
import { collections, object } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

const right: JsonObject = { selector: { app: 'kubia' }, ports: [{ port: 80 }] };

/** A valid Service with these fields changed. */
const spec = (id: string, title: string, fields: JsonObject): Row =>
  judged(id, title, object('Service', 'subject', { spec: { ...right, ...fields } }));

const affinity = (title: string, timeoutSeconds: JsonValue, sessionAffinity = 'ClientIP'): Row =>
  spec('B25', title, { sessionAffinity, sessionAffinityConfig: { clientIP: { timeoutSeconds } } });

const named = (title: string, name: string): Row => judged('B26', title, object('Service', name, { spec: right }));

const external = (title: string, fields: JsonObject): Row => spec('B28', title, { type: 'ExternalName', ...fields });

const sentAs = (id: string, title: string, body: JsonValue): Row =>
  answered(id, title, { method: 'POST', path: `${collections['Service']}?dryRun=All&fieldValidation=Strict`, body });

/** Fields of Services: exact refusals, warnings, and accepted values. */
export const serviceFields: Topic = {
  name: 'service-fields',
  title: 'fields of Services',
  setup: () => [object('Service', 'holder', { spec: { ...right, clusterIP: '10.96.0.200' } })],
  rows: [
    spec('B25', 'type Foo', { type: 'Foo' }),
    spec('B25', 'type in lower case', { type: 'nodeport' }),
    spec('S15', 'sessionAffinity Cookie', { sessionAffinity: 'Cookie' }),
    spec('B25', 'internalTrafficPolicy Node', { internalTrafficPolicy: 'Node' }),
    spec('B25', 'externalTrafficPolicy Local of a ClusterIP Service', { externalTrafficPolicy: 'Local' }),
    spec('B25', 'externalTrafficPolicy Node', { type: 'NodePort', externalTrafficPolicy: 'Node' }),
    spec('B25', 'trafficDistribution PreferFar', { trafficDistribution: 'PreferFar' }),
    spec('B36', 'trafficDistribution PreferClose', { trafficDistribution: 'PreferClose' }),
    spec('B52', 'trafficDistribution PreferSameZone', { trafficDistribution: 'PreferSameZone' }),
    spec('B52', 'trafficDistribution PreferSameNode', { trafficDistribution: 'PreferSameNode' }),
    affinity('timeoutSeconds 86401', 86401),
    affinity('timeoutSeconds 86400', 86400),
    affinity('timeoutSeconds 0', 0),
    affinity('timeoutSeconds -1', -1),
    affinity('timeoutSeconds as a text', '10'),
    affinity('timeoutSeconds without affinity', 10, 'None'),
    spec('B25', 'affinity with an empty configuration', { sessionAffinity: 'ClientIP', sessionAffinityConfig: {} }),
    named('a name that starts with a digit', '1kubia'),
    named('a name in upper case', 'Kubia'),
    named('a name with a dot', 'a.b'),
    named('a name with an underscore', 'a_b'),
    named('a name that starts with a hyphen', '-a'),
    named('a name that ends with a hyphen', 'a-'),
    named('a name of 64 characters', 'a'.repeat(64)),
    named('a name of 63 characters', 'a'.repeat(63)),
    named('an empty name', ''),
    external('ExternalName without externalName', {}),
    external('externalName with an underscore', { externalName: 'a_b.example.com' }),
    external('externalName in upper case', { externalName: 'Example.com' }),
    external('externalName with a trailing dot', { externalName: 'example.com.' }),
    external('externalName that is an address', { externalName: '1.2.3.4' }),
    external('externalName with a scheme', { externalName: 'http://example.com' }),
    external('externalName of 254 characters', { externalName: `${'a.'.repeat(126)}aa` }),
    external('ExternalName with a cluster IP', { externalName: 'example.com', clusterIP: '10.96.0.201' }),
    external('ExternalName with clusterIP None', { externalName: 'example.com', clusterIP: 'None' }),
    external('ExternalName without ports', { externalName: 'example.com', ports: [], selector: {} }),
    spec('B29', 'clusterIP None of a NodePort Service', { type: 'NodePort', clusterIP: 'None' }),
    spec('B29', 'clusterIP None of a LoadBalancer Service', { type: 'LoadBalancer', clusterIP: 'None' }),
    spec('B29', 'None and an address', { clusterIPs: ['None', '10.96.0.202'] }),
    spec('B29', 'an address and None', { clusterIPs: ['10.96.0.202', 'None'] }),
    spec('B19', 'clusterIP that is no address', { clusterIP: 'x' }),
    spec('B19', 'clusterIP outside the range', { clusterIP: '1.1.1.1' }),
    spec('B19', 'clusterIP that is taken', { clusterIP: '10.96.0.1' }),
    spec('B19', 'clusterIP of another Service', { clusterIP: '10.96.0.200' }),
    spec('B19', 'clusterIP at the start of the range', { clusterIP: '10.96.0.0' }),
    spec('B19', 'clusterIP at the end of the range', { clusterIP: '10.96.255.255' }),
    spec('B19', 'clusterIP that is free', { clusterIP: '10.96.0.203' }),
    stored(
      'B19',
      'clusterIP that is stored outside the range',
      object('Service', 'stored-a', { spec: { ...right, clusterIP: '1.1.1.1' } }),
    ),
    stored(
      'B19',
      'clusterIP that is stored and taken',
      object('Service', 'stored-b', { spec: { ...right, clusterIP: '10.96.0.1' } }),
    ),
    stored(
      'B19',
      'clusterIP that is stored and free',
      object('Service', 'stored-c', { spec: { ...right, clusterIP: '10.96.0.206' } }),
    ),
    spec('B19', 'clusterIP of the other family', { clusterIP: 'fd00::1' }),
    spec('B19', 'clusterIP and clusterIPs that differ', { clusterIP: '10.96.0.203', clusterIPs: ['10.96.0.204'] }),
    spec('B19', 'two cluster IPs of one family', { clusterIPs: ['10.96.0.203', '10.96.0.204'] }),
    spec('B19', 'three cluster IPs', { clusterIPs: ['10.96.0.203', '10.96.0.204', '10.96.0.205'] }),
    spec('B62', 'ipFamilyPolicy RequireDualStack', { ipFamilyPolicy: 'RequireDualStack' }),
    spec('B62', 'ipFamilyPolicy PreferDualStack', { ipFamilyPolicy: 'PreferDualStack' }),
    spec('B62', 'ipFamilyPolicy Foo', { ipFamilyPolicy: 'Foo' }),
    spec('B62', 'ipFamilies IPv6', { ipFamilies: ['IPv6'] }),
    spec('B62', 'ipFamilies IPv5', { ipFamilies: ['IPv5'] }),
    spec('B62', 'the same family twice', { ipFamilies: ['IPv4', 'IPv4'] }),
    spec('B62', 'two families of a single stack', { ipFamilies: ['IPv4', 'IPv6'] }),
    spec('B62', 'two families that are preferred', {
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'PreferDualStack',
    }),
    spec('B62', 'cluster IPs of two families', {
      clusterIP: '10.96.0.207',
      clusterIPs: ['10.96.0.207', 'fd00::1'],
    }),
    spec('B62', 'a headless Service of both families', {
      clusterIP: 'None',
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    }),
    spec('B28', 'ExternalName with an internal traffic policy', {
      type: 'ExternalName',
      externalName: 'example.com',
      internalTrafficPolicy: 'Local',
    }),
    spec('B36', 'an external IP of IPv6 in another form', { externalIPs: ['2001:DB8:0::1'] }),
    spec('B36', 'an external IP that is IPv4 in IPv6', { externalIPs: ['::ffff:203.0.113.1'] }),
    spec('B36', 'a cluster IP with leading zeros', { clusterIP: '10.096.0.208' }),
    spec('B36', 'loadBalancerSourceRanges with leading zeros', {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['010.0.0.0/8'],
    }),
    spec('B32', 'allocateLoadBalancerNodePorts of a ClusterIP Service', { allocateLoadBalancerNodePorts: true }),
    spec('B32', 'loadBalancerSourceRanges of a NodePort Service', {
      type: 'NodePort',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
    }),
    spec('B32', 'loadBalancerClass of a ClusterIP Service', { loadBalancerClass: 'example.com/lb' }),
    spec('B32', 'loadBalancerClass with a blank', { type: 'LoadBalancer', loadBalancerClass: 'a b' }),
    spec('B32', 'healthCheckNodePort of a ClusterIP Service', { healthCheckNodePort: 31000 }),
    spec('B32', 'healthCheckNodePort with policy Cluster', { type: 'LoadBalancer', healthCheckNodePort: 31000 }),
    spec('B32', 'healthCheckNodePort outside the range', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 80,
    }),
    spec('B32', 'loadBalancerSourceRanges that are no CIDR', { type: 'LoadBalancer', loadBalancerSourceRanges: ['x'] }),
    spec('B36', 'loadBalancerSourceRanges with bits after the prefix', {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['10.0.0.1/8'],
    }),
    spec('B58', 'an external IP', { externalIPs: ['203.0.113.250'] }),
    spec('B58', 'an external IP that is no address', { externalIPs: ['x'] }),
    spec('B58', 'an external IP of the loopback range', { externalIPs: ['127.0.0.1'] }),
    spec('B58', 'an external IP that is unspecified', { externalIPs: ['0.0.0.0'] }),
    spec('B58', 'an external IP of the link-local range', { externalIPs: ['169.254.1.1'] }),
    spec('B36', 'an external IP with leading zeros', { externalIPs: ['010.0.0.1'] }),
    spec('B36', 'externalName of a ClusterIP Service', { externalName: 'example.com' }),
    spec('B36', 'external IPs of a headless Service', { clusterIP: 'None', externalIPs: ['203.0.113.250'] }),
    spec('B36', 'affinity of a headless Service', { clusterIP: 'None', sessionAffinity: 'ClientIP' }),
    spec('B36', 'loadBalancerIP of a headless Service', { clusterIP: 'None', loadBalancerIP: '10.0.0.1' }),
    spec('B33', 'an unknown field', { foo: 'bar' }),
    spec('B33', 'two unknown fields', { foo: 'bar', portz: [] }),
    spec('B33', 'an unknown field of a port', { ports: [{ port: 80, target: 8080 }] }),
    spec('B33', 'a selector that is a text', { selector: 'app=kubia' }),
    spec('B33', 'a selector with a number', { selector: { version: 2 } }),
    spec('S5', 'a selector with a wrong key', { selector: { 'a b': 'c' } }),
    spec('S5', 'a selector with a wrong value', { selector: { app: 'a b' } }),
    spec('S5', 'a selector with an empty value', { selector: { app: '' } }),
    judged(
      'B33',
      'a label with a wrong key',
      object('Service', { name: 'subject', labels: { 'a/b/c': 'd' } }, { spec: right }),
    ),
    judged(
      'B33',
      'a label with a wrong value',
      object('Service', { name: 'subject', labels: { a: '-b' } }, { spec: right }),
    ),
    judged(
      'B33',
      'an annotation with a wrong key',
      object('Service', { name: 'subject', annotations: { 'a b': 'c' } }, { spec: right }),
    ),
    judged(
      'B33',
      'a namespace other than that of the request',
      object('Service', { name: 'subject', namespace: 'default' }, { spec: right }),
    ),
    judged(
      'B33',
      'several causes',
      object('Service', '1kubia', { spec: { type: 'Foo', ports: [{ port: 0 }, { port: 0 }] } }),
    ),
    sentAs('B33', 'a body of another kind', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'subject' },
      spec: right,
    }),
    sentAs('B33', 'a body of another version', { apiVersion: 'v2', kind: 'Service', metadata: { name: 'subject' } }),
    sentAs('B33', 'a body without kind and version', { metadata: { name: 'subject' }, spec: right }),
    sentAs('B33', 'a body that is cut off', '{"apiVersion":"v1","kind":"Service","metadata":{"name":"subj'),
    sentAs('B33', 'a body that is a list', '[]'),
    sentAs(
      'B33',
      'a body with a key twice',
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"subject","name":"subject"},"spec":{"ports":[{"port":80}]}}',
    ),
  ],
};
