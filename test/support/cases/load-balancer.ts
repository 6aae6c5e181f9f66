import type { JsonObject } from '../../../runner/core/json.ts';
import { bothReady, kubia, neverReady, objectCases, ready, service, twoPods } from './objects.ts';

const needs = { loadBalancer: true };
const balanced = (spec: JsonObject = {}) => service('kubia', { type: 'LoadBalancer', ...spec });
const answers = (more: JsonObject = {}) => ({ 'load-balancer-answers': { service: 'kubia', ...more } });

/** Services of type LoadBalancer. */
export const loadBalancerCases = objectCases([
  {
    name: 'a load balancer sends requests from everywhere to all pods',
    needs,
    given: [balanced(), ...twoPods],
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
      ...twoPods,
    ],
    steps: [bothReady, answers({ port: 'other' }), answers({ port: 80 }), answers({ port: 'https' })],
    reason: 'not-found',
    message: /no port https/,
  },
  {
    name: 'more pods than exist',
    needs,
    given: [balanced(), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers(), answers({ pods: 2 })],
    reason: 'too-few-pods',
    message: /1 ready pod/,
  },
  {
    name: 'one pod answers because of session affinity',
    needs,
    given: [balanced({ sessionAffinity: 'ClientIP' }), ...twoPods],
    steps: [bothReady, answers(), answers({ pods: 2 })],
    reason: 'always-sticky',
    message: /answered all 31 requests.*sessionAffinity: ClientIP/s,
  },
  {
    name: 'a load balancer class without a controller',
    needs,
    given: [balanced({ loadBalancerClass: 'example.com/nobody' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    reason: 'not-ready',
    message: /<pending>.*loadBalancerClass is example\.com\/nobody.*node port work/s,
  },
  {
    name: 'a Service of type NodePort',
    needs,
    given: [service('kubia', { type: 'NodePort' }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    reason: 'fields-mismatch',
    message: /its type is NodePort/,
  },
  {
    name: 'a load balancer whose target port is wrong',
    needs,
    given: [balanced({ ports: [{ port: 80, targetPort: 8081 }] }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    reason: 'refused',
    message: /8081.*8080/s,
  },
  {
    name: 'a load balancer without ready pods',
    needs,
    given: [balanced(), kubia('kubia-1', {}, neverReady)],
    steps: [{ 'endpoints-are': { service: 'kubia', count: 1, ready: false } }, answers()],
    reason: 'not-ready',
    message: /No pod is ready/,
  },
  {
    name: 'a load balancer whose selector has a typo',
    needs,
    given: [balanced({ selector: { app: 'kubai' } }), kubia('kubia-1')],
    steps: [ready('kubia-1'), answers()],
    reason: 'no-endpoints',
    message: /app=kubai.*app=kubia/s,
  },
  {
    name: 'a load balancer that does not exist',
    needs,
    given: [service('kubai')],
    steps: [answers()],
    reason: 'not-found',
    message: /did you mean kubai/,
  },
]);
