import { ApiError } from '../../cluster/api-error.ts';
import type { KubernetesObject, Written } from '../../cluster/cluster.ts';
import { objectsAt } from '../../core/json.ts';
import { labelsText } from '../../core/labels.ts';
import type { Finding } from '../../core/result.ts';
import { choice, either, integer, map, object, optional, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed, type Seen, Unobservable } from '../finding.ts';
import { refused } from '../kubernetes/refusal.ts';
import {
  findObjects,
  notFound,
  objectTitle,
  readObjectText,
  type Selected,
  select,
  withoutManagedFields,
} from '../kubernetes/selection.ts';
import { defineStep } from '../step.ts';
import { CannotExpose, type ExposeOptions, exposable, exposedService } from './support/exposed-service.ts';

export interface ExposeSpec extends ExposeOptions {
  kind: string;
}

/** Creates a Service for an object, like `kubectl expose`. */
export const expose = defineStep<ExposeSpec>({
  key: 'expose',
  group: 'act',
  summary: 'A Service is created for the object.',
  description: `
Creates the same Service as [kubectl expose](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_expose/), through the API. Its
selector is the one of the Deployment, ReplicaSet, ReplicationController or Service, or all labels of the Pod. Its ports are \`port\`, or
all ports that the containers declare (several are named \`port-1\`, \`port-2\` …). The target port is the same number unless
\`targetPort\` is given. Its name and labels are those of the object. If kubectl would refuse, the step fails with kubectl's message:
\`couldn't find port via --port flag or introspection\`, \`the pod has no labels and cannot be exposed\`, \`couldn't convert expressions -
"…" to map-based selector format\`. The observation has the Service as \`object\`.
`.trim(),
  shape: object(
    {
      kind: string('The object as KIND/NAME: deployment/kubia, rs/kubia, rc/kubia, pod/kubia or svc/kubia.', {
        pattern: '^[^/]+/[^/=]+$',
      }),
      name: optional(string("The Service's name. Default: the object's name.")),
      port: optional(integer("The Service's port. Default: the object's ports.", { minimum: 1, maximum: 65535 })),
      targetPort: optional(
        either(
          integer('A number.', { minimum: 1, maximum: 65535 }),
          string('A name.'),
          "The number or the name of the containers' port. Default: the number of the Service's port.",
        ),
      ),
      type: optional(
        choice(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'], "The Service's type. Default: ClusterIP."),
      ),
      protocol: optional(
        choice(['TCP', 'UDP', 'SCTP'], "The protocol of all ports. Default: the protocols of the object's ports."),
      ),
      labels: optional(
        map(string('The value.', { minLength: 0 }), "The Service's labels. Default: the object's labels."),
      ),
    },
    'An object, and the Service for it.',
  ),
  shorthand: 'kind',
  example: '{ kind: deployment/kubia, name: kubia-http, port: 80, targetPort: 8080 }',
  within: 0,
  needs: ({ type }) => (type === 'LoadBalancer' ? { loadBalancer: true } : {}),
  describe: ({ kind, name }) => `expose ${kind}${name === undefined ? '' : ` as service ${name}`}`,
  run: async (spec, context) => {
    const selected = select(readObjectText(spec.kind), context.namespace);
    assertExposable(selected);
    const seen = {
      expected: `${spec.kind} is exposed${spec.name === undefined ? '' : ` as service/${spec.name}`}`,
      reproduce: commandLine(['kubectl', 'expose', spec.kind, '-n', context.namespace, ...flags(spec)]),
    };
    const [found] = await findObjects(selected, context);
    if (!found) throw await notFound(selected, context);
    try {
      const service = exposedService(found, spec);
      return report(await context.cluster.api.create(service, { signal: context.signal }), seen);
    } catch (cause) {
      if (cause instanceof ApiError) return refused(cause, `The Service for ${spec.kind}`, seen);
      if (cause instanceof CannotExpose)
        return failed('fields-mismatch', `${spec.kind} cannot be exposed: ${cause.message}`, {
          ...seen,
          actual: cause.message,
          observation: { message: cause.message },
        });
      throw cause;
    }
  },
});

const assertExposable = ({ apiVersion, kind }: Selected): void => {
  if (exposable.includes(kind)) return;
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const hint = 'Only Deployments, ReplicaSets, ReplicationControllers, Pods and Services can be exposed.';
  throw new Unobservable('spec-invalid', `cannot expose a ${kind}${group}`, hint);
};

const flags = ({ name, port, targetPort, type, protocol, labels }: ExposeSpec): string[] => [
  ...(name === undefined ? [] : [`--name=${name}`]),
  ...(port === undefined ? [] : [`--port=${port}`]),
  ...(targetPort === undefined ? [] : [`--target-port=${targetPort}`]),
  ...(type === undefined ? [] : [`--type=${type}`]),
  ...(protocol === undefined ? [] : [`--protocol=${protocol}`]),
  ...(labels === undefined ? [] : [`--labels=${labelsText(labels)}`]),
];

const report = ({ object: service, warnings }: Written, seen: Omit<Seen, 'actual'>): Finding =>
  passed({
    ...seen,
    actual: `${objectTitle(service)} exposed: ${portsText(service)}${warnings.length > 0 ? ', with warnings' : ''}`,
    evidence: warnings.length > 0 ? [{ title: 'warnings', text: warnings.join('\n') }] : [],
    observation: { object: withoutManagedFields(service), warnings },
  });

const portsText = (service: KubernetesObject): string =>
  objectsAt(service, 'spec', 'ports')
    .map(({ name, port, protocol, targetPort }) => `${name ? `${name} ` : ''}${port}/${protocol} to ${targetPort}`)
    .join(', ');
