import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Finding } from '../../core/result.ts';
import { object } from '../../core/shape.ts';
import { explainPods, whyNotReady } from '../../diagnosis/explain-pod.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { conditionsOf, replicasReady, wantedReplicas } from '../kubernetes/readiness.ts';
import { orRefused } from '../kubernetes/refusal.ts';
import {
  kubectlWords,
  objectTitle,
  oneSelection,
  queryOf,
  referenceTo,
  type Selected,
  type Selection,
  select,
  selectionFields,
  titleOf,
} from '../kubernetes/selection.ts';
import { ownedPods } from '../kubernetes/workload-pods.ts';
import { defineStep, type StepContext } from '../step.ts';
import { planRestart, type Restart } from './support/restart-plan.ts';

/** Replaces the pods of workloads, and waits until the new pods are ready. */
export const restart = defineStep<Selection>({
  key: 'restart',
  group: 'act',
  summary: 'New pods replace the pods, and all are ready.',
  description: `
Restarts a Deployment, StatefulSet or DaemonSet like
[kubectl rollout restart](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart/): it
writes the time into the annotation \`kubectl.kubernetes.io/restartedAt\` of the pod template, which starts a rollout. Pods, by name or
by labels, are deleted; each must have a controller that replaces it. Then the step waits until the old pods no longer exist, and
the controller has all the replicas of its spec, all ready. The annotation stays, as with kubectl, because removing it would start
another rollout.
`.trim(),
  shape: object(selectionFields, 'The workloads or the pods, such as deployment/kubia or pod/app=kubia.', oneSelection),
  shorthand: 'kind',
  example: '{ kind: deployment/kubia }',
  within: 120_000,
  watches: (spec, { namespace }) => {
    const selected = select(spec, namespace);
    return [queryOf(selected), { apiVersion: 'v1', kind: 'Pod', namespace: selected.namespace }];
  },
  describe: (spec) => `restart ${titleOf(spec)}`,
  run: async (spec, context) => {
    const selected = select(spec, context.namespace);
    const seen = {
      expected: `new pods replace the pods of ${titleOf(spec)}, and all are ready`,
      reproduce: reproduceLine(selected),
    };
    const plan = (context.memory.get('restart') as Restart | undefined) ?? (await planRestart(selected, context));
    context.memory.set('restart', plan);
    const refusal = await begin(plan, context, seen);
    return refusal ?? (await progress(plan, context, seen));
  },
});

const reproduceLine = (selected: Selected): string => {
  const words = kubectlWords(selected);
  if (selected.kind === 'Pod') return commandLine(['kubectl', 'delete', ...words]);
  const both = [
    ['kubectl', 'rollout', 'restart', ...words],
    ['kubectl', 'rollout', 'status', ...words],
  ];
  return both.map(commandLine).join(' && ');
};

/** Starts the restarts that are still to do. An attempt that ran out of time may have started some of them. */
const begin = async (
  plan: Restart,
  { cluster: { api }, clock, signal }: StepContext,
  seen: Omit<Seen, 'actual'>,
): Promise<Finding | undefined> => {
  for (let next = plan.todo[0]; next; next = plan.todo[0]) {
    const write =
      next.kind === 'Pod'
        ? api.delete(referenceTo(next), { signal })
        : api.patch(referenceTo(next), 'strategic', restartedAt(clock.date()), { signal });
    const answer = await orRefused<unknown>(write, `Restarting ${objectTitle(next)}`, seen);
    if ('refusal' in answer) return answer.refusal;
    plan.todo.shift();
  }
  return undefined;
};

const restartedAt = (date: Date) => ({
  spec: {
    template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': date.toISOString() } } },
  },
});

const progress = async (plan: Restart, context: StepContext, seen: Omit<Seen, 'actual'>): Promise<Finding> => {
  const states = await Promise.all(plan.workloads.map((each) => stateOf(each, plan, context)));
  const took = formatDuration(context.clock.now() - plan.since);
  const pods = states.flatMap((each) => each.pods);
  const observation = {
    restarted: plan.titles,
    replaced: [...plan.old.values()],
    pods: pods.map(({ metadata }) => metadata.name),
  };
  const missed = states.flatMap((each) => each.missing);
  if (missed.length === 0) {
    const actual = `there are ${pods.length} new pods, all ready, after ${took}`;
    if (pods.length > 0) return passed({ ...seen, actual, observation });
    const none = `${plan.titles.join(', ')} has no pods, so nothing was restarted.`;
    return failed('not-found', none, { ...seen, actual: 'there are no pods', observation, final: true });
  }
  const why = await explainPods(context, pods);
  const trouble = [...missed.slice(0, 2), ...why.slice(0, 1)].join('; ');
  return failed('not-ready', `The restart of ${plan.titles.join(', ')} is not complete after ${took}. ${trouble}`, {
    ...seen,
    actual: `the restart is not complete: ${missed[0]}`,
    evidence: [{ title: 'the missing parts', text: [...missed, ...why].join('\n') }],
    observation,
  });
};

interface WorkloadState {
  /** The workload's new pods. */
  pods: KubernetesObject[];
  missing: string[];
}

/** Reads the workload and its pods: right after a deletion, the status of the workload still counts the old pods. */
const stateOf = async (workload: KubernetesObject, { old }: Restart, context: StepContext): Promise<WorkloadState> => {
  const title = objectTitle(workload);
  const now = await context.cluster.api.get(referenceTo(workload), context.signal);
  if (!now) return { pods: [], missing: [`${title} no longer exists`] };
  const owned = await ownedPods(now, context);
  const [left, pods] = [true, false].map((isOld) =>
    owned.filter(({ metadata }) => old.has(metadata.uid ?? '') === isOld),
  ) as [KubernetesObject[], KubernetesObject[]];
  const wanted = wantedReplicas(now);
  const ready = pods.filter((each) => whyNotReady(each) === undefined).length;
  const verdict = replicasReady(now);
  const missing = [
    ...(verdict.holds ? [] : [verdict.seen]),
    ...(left.length > 0 ? [`old pods still exist: ${left.map((each) => each.metadata.name).join(', ')}`] : []),
    ...(pods.length === wanted && ready === wanted
      ? []
      : [`${ready} of ${wanted ?? '?'} new pods are ready, ${pods.length} exist`]),
  ];
  const why = missing.length > 0 ? stuck(now) : [];
  return { pods, missing: [...missing, ...why].map((each) => `${title}: ${each}`) };
};

/** Why the rollout of a Deployment is stuck: ProgressDeadlineExceeded, ReplicaFailure. */
const stuck = (workload: KubernetesObject): string[] =>
  conditionsOf(workload)
    .filter(({ type, status }) =>
      type === 'Progressing' ? status === 'False' : type === 'ReplicaFailure' && status === 'True',
    )
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
