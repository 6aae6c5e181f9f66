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

/** Sets the number of replicas of a workload, and waits until they are ready. */
export const scale = defineStep<ScaleSpec>({
  key: 'scale',
  group: 'act',
  summary: 'The workload has the number of replicas, all ready.',
  description: `
Sets the replicas of a Deployment, StatefulSet, ReplicaSet or ReplicationController through its
[scale](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#patch-partially-update-scale-of-the-specified-deployment)
subresource, once. Then it waits until the workload's status has exactly this number of replicas, all ready. Pods that are being
deleted do not count as replicas. Endpoints and kube-proxy are updated a moment later: use \`endpoints-are\` to wait for them.
`.trim(),
  shape: object(
    {
      object: string('The workload as KIND/NAME, such as deployment/kubia or rc/kubia.', { pattern: '^[^/]+/[^/]+$' }),
      replicas: integer('The number of replicas.', { minimum: 0 }),
      ready: withDefault(boolean('Whether to wait until the replicas are ready.'), true),
    },
    'A workload, and its number of replicas.',
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
      return passed({ ...seen, actual: `the spec of ${spec.object} has ${spec.replicas} replicas`, observation });
    const [now] = await findObjects(selected, context);
    if (!now) throw await notFound(selected, context);
    // The object may have been read before the patch: then its spec still has the old number.
    const current = valueAt(now, ['spec', 'replicas']) === spec.replicas;
    const verdict = replicasReady(now);
    const took = formatDuration(context.clock.now() - since);
    if (current && verdict.holds) return passed({ ...seen, actual: `${verdict.seen}, after ${took}`, observation });
    const why = await explainPods(context, await podsOf(now, context));
    return failed(
      'not-ready',
      `${spec.object}: ${verdict.seen}, ${took} after it was scaled${why.length > 0 ? `. ${why[0]}` : '.'}`,
      {
        ...seen,
        actual: current ? verdict.seen : `its spec has ${show(valueAt(now, ['spec', 'replicas']))} replicas`,
        evidence: why.length > 0 ? [{ title: 'pods that are not ready', text: why.join('\n') }] : [],
        observation,
      },
      current ? undefined : 'An autoscaler, or a controller that owns the workload, scales it too.',
    );
  },
});

const show = (value: JsonValue | undefined): string => (value === undefined ? 'the default of' : String(value));
