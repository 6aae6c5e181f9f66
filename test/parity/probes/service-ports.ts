import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import { judged, stored } from '../answers.ts';
import { object } from '../manifests.ts';
import type { Row, Topic } from '../row.ts';

/** A valid Service with these fields changed. */
const spec = (id: string, title: string, fields: JsonObject): Row =>
  judged(
    id,
    title,
    object('Service', 'subject', { spec: { selector: { app: 'kubia' }, ports: [{ port: 80 }], ...fields } }),
  );

const ports = (id: string, title: string, ...list: JsonValue[]): Row => spec(id, title, { ports: list });

const target = (title: string, targetPort: JsonValue): Row => ports('B24', title, { port: 80, targetPort });

let serial = 0;

/** A Service that is really created, with a name of its own, so that its node ports are allocated. */
const made = (id: string, title: string, fields: JsonObject): Row =>
  stored(id, title, object('Service', `made-${serial++}`, { spec: { type: 'NodePort', ...fields } }));

/** Ports of Services: exact refusals, and accepted values. */
export const servicePorts: Topic = {
  name: 'service-ports',
  title: 'ports of Services',
  setup: () => [object('Service', 'taken', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] } })],
  rows: [
    spec('B22', 'no ports', { ports: [] }),
    judged('B22', 'ports left out', object('Service', 'subject', { spec: { selector: { app: 'kubia' } } })),
    spec('B22', 'headless without ports', { clusterIP: 'None', ports: [] }),
    ports('B22', 'port 0', { port: 0 }),
    ports('B22', 'port 70000', { port: 70000 }),
    ports('B22', 'port -1', { port: -1 }),
    ports('B22', 'port 65536 of two', { name: 'a', port: 80 }, { name: 'b', port: 65536 }),
    ports('B22', 'a port without a number', { name: 'http' }),
    ports('B22', 'a port as a text', { port: '80' }),
    ports('B22', 'a port with a fraction', { port: 80.5 }),
    ports('B22', 'protocol HTTP', { port: 80, protocol: 'HTTP' }),
    ports('B22', 'protocol in lower case', { port: 80, protocol: 'tcp' }),
    ports('B22', 'protocol SCTP', { port: 80, protocol: 'SCTP' }),
    ports('B22', 'the same port twice', { name: 'a', port: 80 }, { name: 'b', port: 80 }),
    ports('B60', 'the same port as TCP and UDP', { name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP' }),
    spec('B22', 'port 10250 of a LoadBalancer', { type: 'LoadBalancer', ports: [{ port: 10250 }] }),
    spec('B60', 'a LoadBalancer with TCP and UDP', {
      type: 'LoadBalancer',
      ports: [
        { name: 'a', port: 53 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    }),
    spec('B33', 'ports that are no list', { ports: { port: 80 } }),
    ports('B23', 'two ports without names', { port: 80 }, { port: 443 }),
    ports('B23', 'two ports, one without a name', { name: 'http', port: 80 }, { port: 443 }),
    ports('B23', 'two ports of one name', { name: 'http', port: 80 }, { name: 'http', port: 443 }),
    ports('B23', 'a port name in upper case', { name: 'HTTP', port: 80 }),
    ports('B23', 'a port name with a dot', { name: 'a.b', port: 80 }),
    ports('B23', 'a port name that ends with a hyphen', { name: 'http-', port: 80 }),
    ports('B23', 'a port name of 64 characters', { name: 'a'.repeat(64), port: 80 }),
    ports('B23', 'a port name of 63 characters', { name: 'a'.repeat(63), port: 80 }),
    ports('B23', 'a port name of digits', { name: '8080', port: 80 }),
    ports('B23', 'appProtocol kubernetes.io/h2c', { port: 80, appProtocol: 'kubernetes.io/h2c' }),
    ports('B23', 'appProtocol a/b/c', { port: 80, appProtocol: 'a/b/c' }),
    ports('B23', 'appProtocol with a blank', { port: 80, appProtocol: 'a b' }),
    target('targetPort 0', 0),
    target('targetPort 70000', 70000),
    target('targetPort -5', -5),
    target('targetPort as quoted digits', '8080'),
    target('targetPort with two hyphens', 'http--alt'),
    target('targetPort of 16 characters', 'abcdefghijklmnop'),
    target('targetPort of 15 characters', 'abcdefghijklmno'),
    target('targetPort with a leading hyphen', '-http'),
    target('targetPort with an underscore', 'a_b'),
    target('targetPort in upper case', 'HTTP'),
    target('targetPort that is empty', ''),
    target('targetPort that is a truth value', true),
    spec('B21', 'nodePort of a ClusterIP Service', { ports: [{ port: 80, nodePort: 30124 }] }),
    spec('B20', 'nodePort 80 in a dry run', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
    spec('B20', 'nodePort that is taken in a dry run', { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] }),
    made('B20', 'nodePort 80', { ports: [{ port: 80, nodePort: 80 }] }),
    made('B20', 'nodePort 32768', { ports: [{ port: 80, nodePort: 32768 }] }),
    made('B20', 'nodePort -1', { ports: [{ port: 80, nodePort: -1 }] }),
    made('B20', 'nodePort 70000', { ports: [{ port: 80, nodePort: 70000 }] }),
    made('B20', 'nodePort that is taken', { ports: [{ port: 80, nodePort: 30123 }] }),
    made('B20', 'nodePort that is taken, as UDP', { ports: [{ port: 80, protocol: 'UDP', nodePort: 30123 }] }),
    made('B20', 'nodePort that is taken, of a LoadBalancer', {
      type: 'LoadBalancer',
      ports: [{ port: 80, nodePort: 30123 }],
    }),
    made('B20', 'nodePort at the end of the range', { ports: [{ port: 80, nodePort: 32767 }] }),
    made('B20', 'two wrong node ports', {
      ports: [
        { name: 'a', port: 80, nodePort: 80 },
        { name: 'b', port: 81, nodePort: 81 },
      ],
    }),
    made('B21', 'the same nodePort twice', {
      ports: [
        { name: 'a', port: 80, nodePort: 30130 },
        { name: 'b', port: 81, nodePort: 30130 },
      ],
    }),
    made('B20', 'the same nodePort as TCP and UDP', {
      ports: [
        { name: 'a', port: 53, nodePort: 30131 },
        { name: 'b', port: 53, nodePort: 30131, protocol: 'UDP' },
      ],
    }),
    spec('B20', 'nodePort of an ExternalName Service', {
      type: 'ExternalName',
      externalName: 'example.com',
      ports: [{ port: 80, nodePort: 30132 }],
    }),
  ],
};
