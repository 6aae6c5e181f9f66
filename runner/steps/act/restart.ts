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

/** Replaces the pods of workloads, and waits for the new ones. */
export const restart = defineStep<Selection>({
  key: 'restart',
  group: 'act',
  summary: 'The pods are replaced by new ones, all ready.',
  description: `
For a Deployment, StatefulSet or DaemonSet it does what
[kubectl rollout restart](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart/) does: it
writes the time into the annotation \`kubectl.kubernetes.io/restartedAt\` of the pod template, which starts a rollout. Pods, by name or
by labels, are deleted; each must have a controller that makes another one. Then it waits until the old pods are gone and the
controller's pods are as many as wanted, and all ready. The annotation stays, as it does with kubectl: taking it away would be
another rollout.
`.trim(),
  shape: object(selectionFields, 'What to restart: deployment/kubia, pod/app=kubia.', oneSelection),
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
      expected: `the pods of ${titleOf(spec)} are replaced and all ready`,
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

/** Does what is still to be done: a look that was cut off may have done a part of it. */
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
    const actual = `${pods.length} new pods, all ready, after ${took}`;
    if (pods.length > 0) return passed({ ...seen, actual, observation });
    const none = `${plan.titles.join(', ')} has no pods: nothing was restarted.`;
    return failed('not-found', none, { ...seen, actual: 'there are no pods', observation, final: true });
  }
  const why = await explainPods(context, pods);
  const told = [...missed.slice(0, 2), ...why.slice(0, 1)].join('; ');
  return failed('not-ready', `${plan.titles.join(', ')} not restarted after ${took}. ${told}`, {
    ...seen,
    actual: `not yet: ${missed[0]}`,
    evidence: [{ title: 'what is missing', text: [...missed, ...why].join('\n') }],
    observation,
  });
};

interface WorkloadState {
  /** The workload's new pods. */
  pods: KubernetesObject[];
  missing: string[];
}

/** The status of a workload follows its pods: right after a deletion it still counts the old ones, so both are read. */
const stateOf = async (workload: KubernetesObject, { old }: Restart, context: StepContext): Promise<WorkloadState> => {
  const title = objectTitle(workload);
  const now = await context.cluster.api.get(referenceTo(workload), context.signal);
  if (!now) return { pods: [], missing: [`${title} is gone`] };
  const owned = await ownedPods(now, context);
  const [left, pods] = [true, false].map((isOld) =>
    owned.filter(({ metadata }) => old.has(metadata.uid ?? '') === isOld),
  ) as [KubernetesObject[], KubernetesObject[]];
  const wanted = wantedReplicas(now);
  const ready = pods.filter((each) => whyNotReady(each) === undefined).length;
  const verdict = replicasReady(now);
  const missing = [
    ...(verdict.holds ? [] : [verdict.seen]),
    ...(left.length > 0 ? [`old pods are left: ${left.map((each) => each.metadata.name).join(', ')}`] : []),
    ...(pods.length === wanted && ready === wanted
      ? []
      : [`${ready} of ${wanted ?? '?'} new pods are ready, ${pods.length} exist`]),
  ];
  const why = missing.length > 0 ? stuck(now) : [];
  return { pods, missing: [...missing, ...why].map((each) => `${title}: ${each}`) };
};

/** What a Deployment says of a rollout that does not get on: ProgressDeadlineExceeded, ReplicaFailure. */
const stuck = (workload: KubernetesObject): string[] =>
  conditionsOf(workload)
    .filter(({ type, status }) =>
      type === 'Progressing' ? status === 'False' : type === 'ReplicaFailure' && status === 'True',
    )
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
