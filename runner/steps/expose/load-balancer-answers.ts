import type { KubernetesObject } from '../../cluster/cluster.ts';
import { objectsAt, textAt } from '../../core/json.ts';
import type { Reason } from '../../core/reason.ts';
import type { Finding } from '../../core/result.ts';
import { integer, object, string, withDefault } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { commandLine } from '../../probe/command-line.ts';
import { eventsAbout } from '../../probe/events.ts';
import { hostText } from '../../probe/http/request.ts';
import { readBackends, readService } from '../../probe/identity/backends.ts';
import { servicePort } from '../../probe/service-port.ts';
import type { Target } from '../../probe/target.ts';
import { askForPods } from '../connect/support/distinct-pods.ts';
import { servedFields } from '../connect/support/target-shape.ts';
import { failed, passed } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { isLocal, localHint } from './support/local-policy.ts';

export interface LoadBalancerSpec {
  service: string;
  from: string;
  port?: number | string;
  path: string;
  pods: number;
}

const expectation = ({ service, from, pods }: LoadBalancerSpec): string =>
  `the load balancer of Service ${service} answers from ${from}${pods > 1 ? ` with at least ${pods} different pods` : ''}`;

/** Checks that a Service has an external address, and that requests to it reach its pods. */
export const loadBalancerAnswers = defineStep<LoadBalancerSpec>({
  key: 'load-balancer-answers',
  group: 'expose',
  summary: 'The Service has an external address, and ready pods of the Service answer requests to it.',
  description: `
Waits for an address in \`status.loadBalancer.ingress\`, which kubectl shows as EXTERNAL-IP, and sends requests to the Service's port
at each address ([type LoadBalancer](https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer)). The answers
must contain the hostnames of ready pods. For several \`pods\`, it makes enough requests, each over a new connection, that the
probability of missing one of them is 10⁻⁹. Without a load balancer implementation, the address stays \`<pending>\`, while the Service
works inside the cluster and on its node port.
`.trim(),
  shape: object(
    {
      service: string('A Service of type LoadBalancer.'),
      from: fromShape('outside'),
      port: servedFields.port,
      path: withDefault(string('The path of the request.'), '/'),
      pods: withDefault(integer('The minimum number of different pods that must answer.', { minimum: 1 }), 1),
    },
    'A Service, and how many of its pods must answer.',
  ),
  shorthand: 'service',
  example: '{ service: kubia-loadbalancer, pods: 3 }',
  within: 60_000,
  needs: () => ({ loadBalancer: true }),
  describe: expectation,
  run: async (spec, context) => {
    const expected = expectation(spec);
    const service = await readService(context, spec.service, context.namespace);
    const fault = await whyNoAddress(service, context);
    if (fault) {
      const { code, message, hint, actual } = fault;
      return failed(code, message, { expected, actual, reproduce: getLine(spec, context) }, hint);
    }
    const vantage = await context.vantage(spec.from);
    const findings: Finding[] = [];
    for (const target of targetsOf(spec, service, context)) {
      const before = await readBackends(context, target);
      const finding = await askForPods(context, { vantage, target, before, wanted: spec.pods, expected });
      if (finding.outcome !== 'passed') return withLocalHint(finding, service);
      findings.push(finding);
    }
    return passed({
      expected,
      actual: findings.map(({ actual }) => actual).join('; '),
      evidence: findings.flatMap(({ evidence }) => evidence),
      reproduce: findings[0]?.reproduce,
      observation: { ...findings[0]?.observation, addresses: addressesOf(service) },
    });
  },
});

const getLine = ({ service }: LoadBalancerSpec, { namespace }: StepContext): string =>
  commandLine(['kubectl', 'get', 'service', service, '-n', namespace]);

/** The external addresses. Some clouds have host names in place of addresses. */
const addressesOf = (service: KubernetesObject): string[] =>
  objectsAt(service, 'status', 'loadBalancer', 'ingress').flatMap(
    (each) => textAt(each, 'ip') || textAt(each, 'hostname') || [],
  );

interface Fault extends Reason {
  actual: string;
}

const whyNoAddress = async (service: KubernetesObject, context: StepContext): Promise<Fault | undefined> => {
  const { name, namespace, uid } = service.metadata;
  const type = textAt(service, 'spec', 'type') || 'ClusterIP';
  if (type !== 'LoadBalancer')
    return {
      code: 'fields-mismatch',
      message: `Service ${name} has no load balancer: its type is ${type}.`,
      hint: 'Set its type to LoadBalancer.',
      actual: `type ${type}`,
    };
  if (addressesOf(service).length > 0) return undefined;
  const given = textAt(service, 'spec', 'loadBalancerClass');
  const events = await eventsAbout(context, { kind: 'Service', name, namespace, uid });
  const latest = events.findLast(({ type }) => type === 'Warning');
  const warning = excerpt(textAt(latest, 'message') ?? '', 200);
  const why = given
    ? ` Its loadBalancerClass is ${given}, so only the implementation of that name sets an address.`
    : ' No load balancer implementation has set an address.';
  return {
    code: 'not-ready',
    message: `The external address of Service ${name} is <pending>.${why}${warning && ` ${warning}`}`,
    hint: 'The cluster IP and the node port work. A local cluster needs an implementation such as MetalLB or cloud-provider-kind.',
    actual: 'EXTERNAL-IP <pending>',
  };
};

/** One target for each external address. */
const targetsOf = (
  { service: name, port: wanted, path }: LoadBalancerSpec,
  service: KubernetesObject,
  { namespace }: StepContext,
): Target[] => {
  const port = Number(servicePort(service, { port: wanted })['port']);
  return addressesOf(service).map((address) => ({
    url: `http://${hostText(address)}:${port}/${path.replace(/^\/+/, '')}`,
    service: name,
    namespace,
    port,
  }));
};

/** Adds a hint if externalTrafficPolicy Local may explain the failure. */
const withLocalHint = (finding: Finding, service: KubernetesObject): Finding => {
  const { reason } = finding;
  if (!isLocal(service) || !reason || !['dropped', 'refused'].includes(reason.code)) return finding;
  return { ...finding, reason: { ...reason, hint: localHint } };
};
