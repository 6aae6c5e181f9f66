import type { JsonObject } from '../../../runner/core/json.ts';
import { kubia, objectCases, ready, service } from './objects.ts';

const needs = { loadBalancer: true };
const balanced = (spec: JsonObject = {}) => service('kubia', { type: 'LoadBalancer', ...spec });
const answers = (more: JsonObject = {}) => ({ 'load-balancer-answers': { service: 'kubia', ...more } });
const unready = { readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 1 } };
const pods = [kubia('kubia-1'), kubia('kubia-2')];
const bothReady = { 'wait-for': { kind: 'pod/app=kubia', condition: 'Ready', count: 2 } };

/** Services with an address that a load balancer gives. */
export const loadBalancerCases = objectCases([
  {
    name: 'a load balancer leads to all pods, from everywhere',
    needs,
    given: [balanced(), ...pods],
    steps: [
      bothReady,
      answers(),
      answers({ pods: 2, path: '/any' }),
      answers({ from: 'probe' }),
      answers({ from: 'pod/kubia-1' }),
    ],
  },
  {
    name: 'a load balancer has all ports of its Service',
    needs,
    given: [
      balanced({
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'other', port: 8081, targetPort: 'web' },
        ],
      }),
      ...pods,
    ],
    steps: [bothReady, answers({ port: 'other' }), answers({ port: 80 }), answers({ port: 'https' })],
    red: 'not-found',
    says: /no port https/,
  },
  {
    name: 'more pods than there are',
    needs,
    given: [balanced(), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers(), answers({ pods: 2 })],
    red: 'too-few-pods',
    says: /1 ready pod/,
  },
  {
    name: 'one pod answers because of affinity',
    needs,
    given: [balanced({ sessionAffinity: 'ClientIP' }), ...pods],
    steps: [bothReady, answers(), answers({ pods: 2 })],
    red: 'always-sticky',
    says: /answered all 31 requests.*sessionAffinity: ClientIP/s,
  },
  {
    name: 'an address that nobody gives',
    needs,
    given: [balanced({ loadBalancerClass: 'example.com/nobody' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    red: 'not-ready',
    says: /<pending>.*loadBalancerClass is example\.com\/nobody.*node port work/s,
  },
  {
    name: 'no load balancer but a node port',
    needs,
    given: [service('kubia', { type: 'NodePort' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    red: 'fields-mismatch',
    says: /its type is NodePort/,
  },
  {
    name: 'a load balancer whose target port is wrong',
    needs,
    given: [balanced({ ports: [{ port: 80, targetPort: 8081 }] }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    red: 'refused',
    says: /8081.*8080/s,
  },
  {
    name: 'a load balancer without ready pods',
    needs,
    given: [balanced(), kubia('kubia-1', {}, unready)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1, ready: false } }, answers()],
    red: 'not-ready',
    says: /No pod is ready/,
  },
  {
    name: 'a load balancer whose selector has a typo',
    needs,
    given: [balanced({ selector: { app: 'kubai' } }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    red: 'no-endpoints',
    says: /app=kubai.*app=kubia/s,
  },
  {
    name: 'a load balancer that does not exist',
    needs,
    given: [service('kubai')],
    steps: [answers()],
    red: 'not-found',
    says: /did you mean kubai/,
  },
]);
