import { isObject, type JsonObject, valueAt } from '../../../runner/core/json.ts';
import { fetch, until } from '../act.ts';
import { eventsOf, tabled } from '../answers.ts';
import type { Bench } from '../bench.ts';
import { curl, curled } from '../look-from.ts';
import { client, collections, netexec, web } from '../manifests.ts';
import { holding, type Row, row, type Topic } from '../row.ts';

const places = ['client', 'node/0', 'node/1', 'outside'];

const balanced = (name: string, app: string, spec: JsonObject = {}) =>
  web(name, app, { type: 'LoadBalancer', ...spec });

const from = (id: string, title: string, path: string): Row[] =>
  places.map((place) => curl(id, `${title}, from ${place}`, place, path));

/** The source address that the pod sees, without its port. */
const seenAs = (title: string, place: string, name: string): Row =>
  row('B57', `source address: ${title}`, async (bench) => {
    const answer = await curled(bench, place, `http://<loadBalancerIP:${name}>/clientip`);
    return { ...answer, ...(answer['body'] !== undefined && { body: String(answer['body']).replace(/:\d+$/, '') }) };
  });

const statusOf = (id: string, name: string): Row =>
  row(id, `status of ${name}`, async (bench) => {
    const found = await fetch(bench, 'Service', name);
    return { status: valueAt(found, ['status']) ?? null, nodePorts: nodePortsOf(found) };
  });

const nodePortsOf = (found: JsonObject | undefined): number => {
  const ports = valueAt(found, ['spec', 'ports']);
  return (Array.isArray(ports) ? ports : []).filter((port) => isObject(port) && port['nodePort'] !== undefined).length;
};

/** The answer of a node's health check port about the Service's endpoints on that node. */
const health = (name: string, index: number): Row =>
  row('B51', `health of ${name} on node ${index}`, async (bench: Bench) => {
    const ask = () => curled(bench, 'outside', `http://<nodeIP:${index}>:<healthCheckNodePort:${name}>/healthz`);
    const answer = await until(bench, ask, ({ exit }) => exit === 0);
    const body = JSON.parse(String(answer['body'] ?? 'null'));
    return { http: answer['http'] ?? null, body: isObject(body) ? body : null };
  });

/** Services of type LoadBalancer with addresses. */
export const loadBalancers: Topic = {
  name: 'load-balancers',
  title: 'load balancers',
  needs: { nodes: 2, loadBalancer: true },
  setup: () => [
    client('client', { on: 'worker' }),
    netexec('first', 'first', { on: 'control-plane' }),
    netexec('second', 'second', { on: 'worker' }),
    balanced('open', 'first'),
    balanced('empty', 'nobody'),
    balanced('local', 'first', { externalTrafficPolicy: 'Local' }),
    balanced('elsewhere', 'second', { externalTrafficPolicy: 'Local' }),
    balanced('ranged', 'first', { loadBalancerSourceRanges: ['192.0.2.0/24'] }),
    balanced('for-pods', 'first', { loadBalancerSourceRanges: ['10.244.0.0/16'] }),
    balanced('portless', 'first', { allocateLoadBalancerNodePorts: false }),
    balanced('classed', 'first', { loadBalancerClass: 'example.com/none' }),
  ],
  rows: [
    statusOf('B64', 'open'),
    statusOf('S50', 'portless'),
    statusOf('B64', 'classed'),
    eventsOf('open'),
    eventsOf('classed'),
    holding(tabled('C1', 'Services with addresses of load balancers', collections['Service'] ?? '', true), 'S49'),
    ...from('S49', 'the address of a load balancer', 'http://<loadBalancerIP:open>/hostname'),
    ...from('B13', 'the address of a load balancer without endpoints', 'http://<loadBalancerIP:empty>'),
    ...from('S50', 'a load balancer without node ports', 'http://<loadBalancerIP:portless>/hostname'),
    ...from('B50', 'a load balancer with policy Local', 'http://<loadBalancerIP:local>/hostname'),
    ...from('B59', 'ranges that hold nobody', 'http://<loadBalancerIP:ranged>/hostname'),
    ...from('B59', 'ranges that hold pods', 'http://<loadBalancerIP:for-pods>/hostname'),
    curl('B59', 'ranges do not bind the node port', 'outside', 'http://<nodeIP:0>:<nodePort:ranged>/hostname'),
    curl('B59', 'ranges do not bind the cluster IP', 'client', 'http://<clusterIP:ranged>/hostname'),
    curl('S49', 'another port of the address', 'outside', 'http://<loadBalancerIP:open>:81'),
    seenAs('outside through a load balancer', 'outside', 'open'),
    seenAs('outside through a load balancer with policy Local', 'outside', 'local'),
    seenAs('a pod through a load balancer', 'client', 'open'),
    health('local', 0),
    health('local', 1),
    health('elsewhere', 0),
    health('elsewhere', 1),
  ],
};
