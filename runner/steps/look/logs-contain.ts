import type { Evidence } from '../../core/result.ts';
import { choice, integer, object, optional, string, withDefault } from '../../core/shape.ts';
import { isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import { commandLine } from '../../probe/command-line.ts';
import { expressionOf } from '../expression.ts';
import { failed, passed, unknown } from '../finding.ts';
import { findObjects, notFound, readObjectText, type Selected, select } from '../kubernetes/selection.ts';
import { defineStep } from '../step.ts';
import { type PodLogs, readPodLogs } from './support/pod-logs.ts';

export interface LogsContainSpec {
  from: string;
  container?: string;
  contains?: string;
  matches?: string;
  count: number;
  in: 'any' | 'all';
}

const wanted = ({ contains, matches, count }: LogsContainSpec): string => {
  const text = contains === undefined ? `/${matches}/` : JSON.stringify(contains);
  return count > 1 ? `${count} lines with ${text}` : text;
};

const sentence = (spec: LogsContainSpec): string =>
  `${spec.in === 'all' ? 'every log' : 'a log'} of ${spec.from} contains ${wanted(spec)}`;

/** Searches the logs of pods for lines. */
export const logsContain = defineStep<LogsContainSpec>({
  key: 'logs-contain',
  group: 'look',
  summary: 'The log of a pod contains the line.',
  description: `
Reads the logs of one pod, or of all pods with a label, like [kubectl logs](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_logs/),
and counts the lines that contain the string or match the regular expression. With \`in: any\`, one pod must have at least \`count\` such
lines; with \`in: all\`, every pod that is not being deleted must. When a container restarts, its log starts again. A container that has
not started has no lines. If a log cannot be read, the step is an error.
`.trim(),
  shape: object(
    {
      from: string('The pods: pod/NAME or pod/LABEL=VALUE.', { pattern: '^pod/.+' }),
      container: optional(
        string('The container. Default: all containers of the pod together, without its init containers.'),
      ),
      contains: optional(string('A string that the line contains.', { pattern: '^[^\\n]+$' })),
      matches: optional(string('A regular expression (JavaScript) that the line matches.')),
      count: withDefault(integer('The minimum number of such lines in a pod.', { minimum: 1 }), 1),
      in: withDefault(choice(['any', 'all'], 'Whether one of the pods must have the lines, or each pod.'), 'any'),
    },
    'Pods, and the lines in their logs.',
    { oneOf: [{ required: ['contains'] }, { required: ['matches'] }] },
  ),
  example: '{ from: pod/app=kubia, contains: Received request from }',
  within: 30_000,
  describe: sentence,
  run: async (spec, context) => {
    const fits = predicateOf(spec);
    const selected = select(readObjectText(spec.from), context.namespace);
    const found = (await findObjects(selected, context)).filter((pod) => spec.in === 'any' || !isBeingDeleted(pod));
    const read = await Promise.all(found.map((pod) => readPodLogs(pod, spec.container, context)));
    const pods = read
      .filter((each) => each !== undefined)
      .map((each) => ({ ...each, fitting: each.logs.flatMap(({ lines }) => lines.filter(fits)) }));
    if (pods.length === 0) throw await notFound(selected, context);
    const enough = pods.filter(({ fitting }) => fitting.length >= spec.count);
    const seen = {
      expected: sentence(spec),
      actual: pods.slice(0, 5).map(summaryOf).join('; '),
      reproduce: reproduceLine(selected, spec.container),
      observation: {
        lines: Object.fromEntries(pods.map(({ pod, fitting }) => [pod, fitting.length])),
        first: enough[0]?.fitting[0] ?? null,
      },
    };
    if (enough.length === pods.length || (spec.in === 'any' && enough.length > 0)) return passed(seen);
    const missing = pods.filter((each) => !enough.includes(each));
    const evidence = missing.slice(0, 5).map(tailOf);
    if (missing.some(({ logs }) => logs.some(({ cut }) => cut)))
      return unknown('transcript-unreadable', `${cutText} ${seen.actual}.`, { ...seen, evidence });
    const logs = `of ${spec.from}`;
    const what =
      spec.in === 'any' ? `No log ${logs} contains` : `${missing.length} of ${pods.length} logs ${logs} lack`;
    const message = `${what} ${wanted(spec)}: ${missing.slice(0, 3).map(summaryOf).join('; ')}.`;
    return failed('output-mismatch', message, { ...seen, evidence });
  },
});

/** `kubectl logs` takes `-l` without the word pod, unlike other commands. */
const reproduceLine = ({ name, labelSelector = '', namespace }: Selected, container: string | undefined): string =>
  commandLine([
    ...['kubectl', 'logs', '-n', namespace, ...(name === undefined ? ['-l', labelSelector] : [`pod/${name}`])],
    ...['--tail=-1', ...(container === undefined ? ['--all-containers'] : ['-c', container])],
  ]);

interface CountedLogs extends PodLogs {
  /** The lines that fit the expectation. */
  fitting: string[];
}

const cutText = 'A log is too long to be read completely, and the part that was read does not contain the lines:';

const predicateOf = ({ contains, matches = '' }: LogsContainSpec): ((line: string) => boolean) => {
  if (contains !== undefined) return (line) => line.includes(contains);
  const expression = expressionOf(matches);
  return (line) => expression.test(line);
};

/** "pod/kubia-1: 1 of 12 lines", or why its log is empty. */
const summaryOf = ({ pod, logs, fitting }: CountedLogs): string => {
  const waiting = logs.find((each) => each.waiting !== undefined)?.waiting;
  const total = logs.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total === 0) return `pod/${pod}: ${waiting ?? 'its log is empty'}`;
  return `pod/${pod}: ${fitting.length} of ${total} lines fit`;
};

const longestTail = 10;

const tailOf = ({ pod, logs }: CountedLogs): Evidence => ({
  title: `the end of the log of pod/${pod}`,
  text: logs
    .map(({ container, lines, waiting }) => {
      const tail = lines.slice(-longestTail).map((line) => line.slice(0, 500));
      return `${logs.length > 1 ? `${container}:\n` : ''}${waiting ?? (tail.join('\n') || '(empty)')}`;
    })
    .join('\n'),
});
