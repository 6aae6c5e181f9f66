import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { integer, object, optional, string } from '../../core/shape.ts';
import { explainPods, isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { readJsonPath, valueText } from '../kubernetes/json-path.ts';
import { hasCondition, isWorkload, type Verdict } from '../kubernetes/readiness.ts';
import {
  findObjects,
  kubectlWords,
  notFound,
  objectTitle,
  oneSelection,
  queryOf,
  type Selection,
  select,
  selectionFields,
  titleOf,
} from '../kubernetes/selection.ts';
import { stillThere } from '../kubernetes/still-there.ts';
import { show } from '../kubernetes/subset.ts';
import { podsOf } from '../kubernetes/workload-pods.ts';
import { defineStep, type StepContext } from '../step.ts';
import { timeLooking } from '../time-looking.ts';

export interface WaitForSpec extends Selection {
  condition?: string;
  jsonpath?: string;
  value?: string;
  count?: number;
}

/** Waits for a condition of objects, by the rules of `kubectl wait`. */
export const waitFor = defineStep<WaitForSpec>({
  key: 'wait-for',
  group: 'act',
  summary: 'The objects reach the condition.',
  description: `
Waits like [kubectl wait](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_wait/) for a condition of the
status that was observed for the newest generation, for the value at a JSONPath, or until objects exist or are deleted. With labels,
all objects must reach the condition, and there must be at least one; pods that are being deleted do not count. ReplicaSets,
ReplicationControllers, StatefulSets and DaemonSets report no conditions: for them, Ready means that all replicas are ready.
`.trim(),
  shape: object(
    {
      ...selectionFields,
      condition: optional(
        string(
          'Ready, Available, Complete … (or NAME=False), exists, or deleted. Default: Ready, unless there is a jsonpath.',
        ),
      ),
      jsonpath: optional(
        string('A path such as {.status.loadBalancer.ingress[0].ip}, in place of the condition or in addition to it.'),
      ),
      value: optional(
        string('The expected value at the path, as a string. Default: any value that is not empty.', { minLength: 0 }),
      ),
      count: optional(integer('The exact number of objects. Default: at least one.', { minimum: 1 })),
    },
    'The objects, and their condition.',
    { ...oneSelection, dependentRequired: { value: ['jsonpath'] } },
  ),
  shorthand: 'kind',
  example: '{ kind: Pod, labels: { app: kubia }, condition: Ready }',
  within: 120_000,
  watches: (spec, { namespace }) => [queryOf(select(spec, namespace))],
  describe: (spec) => `wait until ${titleOf(spec)} ${goalOf(spec)}`,
  run: async (spec, context) => {
    const selected = select(spec, context.namespace);
    const took = formatDuration(timeLooking(context));
    const seen = {
      expected: `${titleOf(spec)} ${goalOf(spec)}`,
      reproduce: kubectlGoals(spec)
        .map((goal) => commandLine(['kubectl', 'wait', ...kubectlWords(selected), goal]))
        .join(' && '),
    };
    const found = await findObjects(selected, context);
    if (spec.condition === 'deleted') return deletedFinding(found, took, seen);
    const subjects = selected.name === undefined ? found.filter((each) => !isBeingDeleted(each)) : found;
    if (subjects.length === 0 && spec.count === undefined) throw await notFound(selected, context);
    const verdicts = subjects.map((each) => ({ object: each, ...judge(each, spec) }));
    const missed = verdicts.filter((each) => !each.holds);
    const observation: JsonObject = {
      names: subjects.map((each) => each.metadata.name),
      seen: Object.fromEntries(verdicts.map((each) => [each.object.metadata.name, each.seen])),
    };
    if (missed.length === 0 && subjects.length === (spec.count ?? subjects.length))
      return passed({
        ...seen,
        actual: `${subjects.map(objectTitle).join(', ')} reached the condition after ${took}`,
        observation,
      });
    const behind = await podsBehind(
      missed.map((each) => each.object),
      context,
    );
    const why = await explainPods(context, behind);
    const states = missed.filter(({ object: { kind } }) => kind !== 'Pod' || why.length === 0);
    const lines = [...states.map((each) => `${objectTitle(each.object)}: ${each.seen}`), ...why];
    const actual = missed.length === 0 ? `there are ${subjects.length} objects` : (lines[0] ?? '');
    return failed(
      'not-ready',
      missed.length === 0
        ? `There are ${subjects.length} objects after ${took}, not ${spec.count}.`
        : `${missed.length} of ${subjects.length} have not reached the condition after ${took}. ${lines.slice(0, 2).join('; ')}`,
      {
        ...seen,
        actual,
        evidence: [{ title: 'objects that have not reached the condition', text: lines.join('\n') }],
        observation,
      },
    );
  },
});

/** The pods among the objects, and the pods of the workloads among them. */
const podsBehind = async (objects: readonly KubernetesObject[], context: StepContext): Promise<KubernetesObject[]> => {
  const found = objects.map(async (each) => {
    if (each.kind === 'Pod') return [each];
    return isWorkload(each) ? podsOf(each, context) : [];
  });
  return (await Promise.all(found)).flat();
};

const judge = (object: KubernetesObject, spec: WaitForSpec): Verdict => {
  const { jsonpath, condition = jsonpath === undefined ? 'Ready' : undefined } = spec;
  const verdicts = [
    ...(condition === undefined ? [] : [judgeCondition(object, condition)]),
    ...(jsonpath === undefined ? [] : [judgeValue(object, jsonpath, spec.value)]),
  ];
  return verdicts.find(({ holds }) => !holds) ?? { holds: true, seen: verdicts.map(({ seen }) => seen).join(', ') };
};

const judgeValue = (object: KubernetesObject, jsonpath: string, value: string | undefined): Verdict => {
  const values = readJsonPath(jsonpath, object);
  const holds =
    value === undefined
      ? values.some((each) => each !== null && each !== '')
      : values.length > 0 && values.every((each) => valueText(each) === value);
  return { holds, seen: values.length === 0 ? `there is nothing at ${jsonpath}` : values.map(show).join(', ') };
};

const judgeCondition = (object: KubernetesObject, condition: string): Verdict => {
  if (condition === 'exists') return { holds: true, seen: 'it exists' };
  if (object.kind === 'Pod' && isBeingDeleted(object)) return { holds: false, seen: 'it is being deleted' };
  return hasCondition(object, condition);
};

const deletedFinding = (found: readonly KubernetesObject[], took: string, seen: Omit<Seen, 'actual'>): Finding => {
  const names = found.map(objectTitle);
  const all = { ...seen, observation: { names } };
  return names.length === 0
    ? passed({ ...all, actual: `deleted after ${took}` })
    : stillThere(found, `after ${took}`, all);
};

const goalOf = ({ kind, labels, condition, jsonpath, value, count }: WaitForSpec): string => {
  const several = labels !== undefined || kind.includes('=');
  const goals = [
    ...(condition === 'exists' ? [several ? 'exist' : 'exists'] : []),
    ...(condition === undefined || condition === 'exists' ? [] : [`${several ? 'are' : 'is'} ${condition}`]),
    ...(jsonpath === undefined
      ? []
      : [`${several ? 'have' : 'has'} ${value === undefined ? 'a value' : value} at ${jsonpath}`]),
  ];
  if (goals.length === 0) goals.push(`${several ? 'are' : 'is'} Ready`);
  return `${goals.join(' and ')}${count === undefined ? '' : ` (${count} of them)`}`;
};

const kubectlGoals = ({ condition, jsonpath, value }: WaitForSpec): string[] => [
  ...(jsonpath === undefined ? [] : [`--for=jsonpath=${jsonpath}${value === undefined ? '' : `=${value}`}`]),
  ...(condition === undefined && jsonpath !== undefined ? [] : [`--for=${kubectlCondition(condition ?? 'Ready')}`]),
];

const kubectlCondition = (condition: string): string => {
  if (condition === 'exists') return 'create';
  return condition === 'deleted' ? 'delete' : `condition=${condition}`;
};
