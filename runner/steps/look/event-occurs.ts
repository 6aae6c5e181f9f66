import type { KubernetesObject } from '../../cluster/cluster.ts';
import { textAt } from '../../core/json.ts';
import { suggest } from '../../core/nearest.ts';
import { choice, object, optional, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { eventsAbout } from '../../probe/events.ts';
import { failed, passed, Unmet } from '../finding.ts';
import { noMatches } from '../kubernetes/placement.ts';
import { findObjects, notFound, readObjectText, type Selected, select } from '../kubernetes/selection.ts';
import { defineStep, type StepContext } from '../step.ts';

export interface EventOccursSpec {
  object: string;
  apiVersion?: string;
  reason: string;
  type?: 'Normal' | 'Warning';
  contains?: string;
}

/** Expects an event about an object. */
export const eventOccurs = defineStep<EventOccursSpec>({
  key: 'event-occurs',
  group: 'look',
  summary: 'There is an event about the object.',
  description: `
Reads the [events](https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/) about an object, or about all objects
with a label, and expects one with the given reason. Events appear with a delay, are merged when they repeat, may be dropped when there
are many, and expire after an hour. So the step can expect that there is an event, but not how many, and not that there is none. Events
about an earlier object of the same name do not count. The object may have been deleted.
`.trim(),
  shape: object(
    {
      object: string('The object as KIND/NAME, or objects as KIND/LABEL=VALUE: service/kubia, pod/app=kubia.', {
        pattern: '^[^/]+/.+$',
      }),
      apiVersion: optional(string('The apiVersion of the kind. Required for custom resources.')),
      reason: string("The event's reason, such as EnsuredLoadBalancer, Unhealthy or FailedScheduling."),
      type: optional(choice(['Normal', 'Warning'], "The event's type. Default: any.")),
      contains: optional(string("A string that the event's message contains.")),
    },
    'An object, and an event about it.',
  ),
  example: '{ object: service/kubia-loadbalancer, reason: EnsuredLoadBalancer }',
  within: 60_000,
  watches: (_spec, { namespace }) => [{ apiVersion: 'v1', kind: 'Event', namespace }],
  describe: (spec) => `there is an event ${wanted(spec)} about ${spec.object}`,
  run: async (spec, context) => {
    const { object, apiVersion, reason, type, contains } = spec;
    const selected = select({ ...readObjectText(object), ...(apiVersion && { apiVersion }) }, context.namespace);
    const { events, exists } = await readEvents(selected, context);
    const ofReason = events.filter((each) => each['reason'] === reason);
    const found = ofReason.findLast(
      (each) =>
        (type === undefined || each['type'] === type) &&
        (contains === undefined || textAt(each, 'message')?.includes(contains)),
    );
    const seen = {
      expected: `there is an event ${wanted(spec)} about ${object}`,
      reproduce: commandLine(['kubectl', 'events', '-n', selected.namespace, ...forWords(selected)]),
    };
    if (found)
      return passed({
        ...seen,
        actual: lineOf(found),
        observation: { reason, type: found['type'] ?? null, message: textAt(found, 'message') ?? '' },
      });
    const reasons = [...new Set(events.map(reasonOf))];
    const actual = ofReason.length > 0 ? ofReason.slice(-3).map(lineOf).join('; ') : listed(reasons);
    const lines = events.slice(-30).map(lineOf);
    return failed(
      'not-found',
      `There is no event ${wanted(spec)} about ${object}. ${ofReason.length > 0 ? `The events with this reason are: ${actual}` : `There are ${actual}`}.`,
      {
        ...seen,
        actual: ofReason.length > 0 ? actual : `there are ${actual}`,
        evidence: lines.length > 0 ? [{ title: 'events about the object', text: lines.join('\n') }] : [],
        observation: { reasons },
      },
      exists
        ? suggest(reason, ofReason.length > 0 ? [] : reasons, 'There are')
        : (await notFound(selected, context)).message,
    );
  },
});

const listed = (reasons: readonly string[]): string =>
  reasons.length > 0 ? `only the events ${reasons.join(', ')}` : 'no events about it';

const wanted = ({ reason, type, contains }: EventOccursSpec): string =>
  [reason, ...(type ? [`of type ${type}`] : []), ...(contains ? [`containing ${JSON.stringify(contains)}`] : [])].join(
    ' ',
  );

const lineOf = (event: KubernetesObject): string =>
  `${String(event['type'])} ${reasonOf(event)}: ${textAt(event, 'message')?.trim().slice(0, 300) ?? ''}`;

const reasonOf = (event: KubernetesObject): string => textAt(event, 'reason') ?? '';

const forWords = ({ kind, name }: Selected): string[] =>
  name === undefined ? [] : ['--for', `${kind.toLowerCase()}/${name}`];

/** The events about all selected objects. Events outlive a deleted object for a while. */
const readEvents = async (
  selected: Selected,
  context: StepContext,
): Promise<{ events: KubernetesObject[]; exists: boolean }> => {
  const { apiVersion, kind, name, namespace } = selected;
  const namespaced = await context.cluster.api.isNamespaced(apiVersion, kind);
  if (namespaced === undefined)
    throw new Unmet('not-found', `The API server has ${noMatches(selected)}, so there are no events about it.`);
  const found = await findObjects(selected, context);
  if (found.length === 0 && name === undefined) throw await notFound(selected, context);
  const subjects = found.length > 0 ? found.map(({ metadata }) => metadata) : [{ name: name ?? '', uid: undefined }];
  const events = subjects.map(({ name, uid }) =>
    eventsAbout(context, { kind, name, uid, ...(namespaced && { namespace }) }),
  );
  return { events: (await Promise.all(events)).flat(), exists: found.length > 0 };
};
