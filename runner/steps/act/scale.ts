import { formatDuration } from '../../core/duration.ts';
import { type JsonValue, valueAt } from '../../core/json.ts';
import { boolean, integer, object, string, withDefault } from '../../core/shape.ts';
import { explainPods } from '../../diagnosis/explain-pod.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed } from '../finding.ts';
import { replicasReady } from '../kubernetes/readiness.ts';
import { orRefused } from '../kubernetes/refusal.ts';
import { findObjects, notFound, queryOf, readObjectText, referenceTo, select } from '../kubernetes/selection.ts';
import { podsOf } from '../kubernetes/workload-pods.ts';
import { defineStep } from '../step.ts';

export interface ScaleSpec {
  object: string;
  replicas: number;
  ready: boolean;
}

/** Changes how many replicas a workload has, and waits for them. */
export const scale = defineStep<ScaleSpec>({
  key: 'scale',
  group: 'act',
  summary: 'The workload has the number of replicas, all ready.',
  description: `
Sets the replicas of a Deployment, StatefulSet, ReplicaSet or ReplicationController through its
[scale](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#patch-partially-update-scale-of-the-specified-deployment)
subresource, once. Then it waits until the workload's status counts exactly so many replicas, all ready; pods on their way out
are no replicas any more. Endpoints and kube-proxy follow a moment later: \`endpoints-are\` waits for them.
`.trim(),
  shape: object(
    {
      object: string('KIND/NAME, such as deployment/kubia or rc/kubia.', { pattern: '^[^/]+/[^/]+$' }),
      replicas: integer('How many.', { minimum: 0 }),
      ready: withDefault(boolean('Wait until they are ready.'), true),
    },
    'What to scale and to how many.',
  ),
  example: '{ object: deployment/kubia, replicas: 3 }',
  within: 120_000,
  watches: (spec, { namespace }) => [
    queryOf(select(readObjectText(spec.object), namespace)),
    { apiVersion: 'v1', kind: 'Pod', namespace },
  ],
  describe: ({ object, replicas }) => `scale ${object} to ${replicas}`,
  run: async (spec, context) => {
    const selected = select(readObjectText(spec.object), context.namespace);
    const seen = {
      expected: `${spec.object} has ${spec.replicas} replicas${spec.ready ? ', all ready' : ''}`,
      reproduce: commandLine(['kubectl', 'scale', spec.object, `--replicas=${spec.replicas}`, '-n', context.namespace]),
    };
    const [workload] = await findObjects(selected, context);
    if (!workload) throw await notFound(selected, context);
    const before = valueAt(workload, ['spec', 'replicas']) ?? 1;
    if (!context.memory.has('scaled')) {
      const patch = { spec: { replicas: spec.replicas } };
      const options = { subresource: 'scale', signal: context.signal };
      const write = context.cluster.api.patch(referenceTo(workload), 'merge', patch, options);
      const answer = await orRefused(write, `Scaling ${spec.object}`, seen);
      if ('refusal' in answer) return answer.refusal;
      context.memory.set('scaled', context.clock.now());
      context.memory.set('before', before);
    }
    const since = Number(context.memory.get('scaled'));
    const observation = { before: context.memory.get('before') as JsonValue, replicas: spec.replicas };
    if (!spec.ready)
      return passed({ ...seen, actual: `${spec.object} is told to have ${spec.replicas} replicas`, observation });
    const [now] = await findObjects(selected, context);
    if (!now) throw await notFound(selected, context);
    // The answer may come from before the patch: then the spec's own number is still the old one.
    const current = valueAt(now, ['spec', 'replicas']) === spec.replicas;
    const verdict = replicasReady(now);
    const took = formatDuration(context.clock.now() - since);
    if (current && verdict.holds) return passed({ ...seen, actual: `${verdict.seen}, after ${took}`, observation });
    const why = await explainPods(context, await podsOf(now, context));
    return failed(
      'not-ready',
      `${spec.object} has ${verdict.seen}, ${took} after it was scaled${why.length > 0 ? `: ${why[0]}` : '.'}`,
      {
        ...seen,
        actual: current ? verdict.seen : `its spec wants ${show(valueAt(now, ['spec', 'replicas']))} replicas`,
        evidence: why.length > 0 ? [{ title: 'pods that are not ready', text: why.join('\n') }] : [],
        observation,
      },
      current ? undefined : 'Something else scales it too: an autoscaler, or a controller that owns it.',
    );
  },
});

const show = (value: JsonValue | undefined): string => (value === undefined ? 'the default of' : String(value));
