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

/** The address that a load balancer gave to a Service leads to its pods. */
export const loadBalancerAnswers = defineStep<LoadBalancerSpec>({
  key: 'load-balancer-answers',
  group: 'expose',
  summary: 'The Service has got an external address, and requests to it are answered by ready pods of the Service.',
  description: `
Waits for an address in \`status.loadBalancer.ingress\`, which kubectl shows as EXTERNAL-IP, and sends requests to each address and
the Service's port ([type LoadBalancer](https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer)). An answer
must hold the hostname of a ready pod. For several \`pods\` it makes as many requests, each over a new connection, as chance
needs to miss one of them once in 10⁹ times. Without an implementation that hands out addresses the Service works inside the
cluster and on its node port, and its address stays \`<pending>\`.
`.trim(),
  shape: object(
    {
      service: string('A Service of type LoadBalancer.'),
      from: fromShape('outside'),
      port: servedFields.port,
      path: withDefault(string('The path of the URL.'), '/'),
      pods: withDefault(integer('At least so many different pods must answer.', { minimum: 1 }), 1),
    },
    'A load balancer.',
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

/** Names where the load balancer has one in place of an address, as some clouds' do. */
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
      hint: 'Its type must be LoadBalancer.',
      actual: `type ${type}`,
    };
  if (addressesOf(service).length > 0) return undefined;
  const given = textAt(service, 'spec', 'loadBalancerClass');
  const events = await eventsAbout(context, { kind: 'Service', name, namespace, uid });
  const latest = events.findLast(({ type }) => type === 'Warning');
  const warning = excerpt(textAt(latest, 'message') ?? '', 200);
  const why = given
    ? ` Its loadBalancerClass ${given} leaves it to an implementation of that name.`
    : ' No implementation of load balancers has handed one out.';
  return {
    code: 'not-ready',
    message: `Service ${name} has no external address: it is <pending>.${why}${warning && ` ${warning}`}`,
    hint: 'Meanwhile its cluster IP and its node port work. A cluster of your own needs an implementation such as MetalLB or cloud-provider-kind.',
    actual: 'EXTERNAL-IP <pending>',
  };
};

/** One for each address. */
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

/** A node without a pod of the Service drops what comes from outside. */
const withLocalHint = (finding: Finding, service: KubernetesObject): Finding => {
  const { reason } = finding;
  if (!isLocal(service) || !reason || !['dropped', 'refused'].includes(reason.code)) return finding;
  return { ...finding, reason: { ...reason, hint: localHint } };
};
