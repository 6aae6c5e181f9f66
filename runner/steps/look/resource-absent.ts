import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import { object } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { passed, Unmet, Unobservable } from '../finding.ts';
import { noMatches } from '../kubernetes/placement.ts';
import {
  kubectlWords,
  oneSelection,
  queryOf,
  type Selected,
  type Selection,
  select,
  selectionFields,
  titleOf,
} from '../kubernetes/selection.ts';
import { stillThere } from '../kubernetes/still-there.ts';
import { defineStep, type StepContext } from '../step.ts';
import { timeLooking } from '../time-looking.ts';

const sentence = (spec: Selection): string => {
  const isSet = spec.labels !== undefined || spec.kind.includes('=');
  return `there ${isSet ? 'are' : 'is'} no ${titleOf(spec)}`;
};

/** Expects that objects do not exist. */
export const resourceAbsent = defineStep<Selection>({
  key: 'resource-absent',
  group: 'look',
  summary: 'No such object exists.',
  description: `
Lists the objects of the kind and expects none with the name or the labels. An object that is being deleted still exists. Existing
objects may disappear until \`within\` is over; with \`for\`, they must also stay away for that time. An empty list counts only if the
API server serves the kind, answers the request, and the namespace exists. A misspelt name or label looks the same as an absent object.
`.trim(),
  shape: object(selectionFields, 'The objects that must not exist.', oneSelection),
  shorthand: 'kind',
  example: '{ kind: Service, name: kubia }',
  within: 60_000,
  watches: (spec, { namespace }) => [queryOf(select(spec, namespace))],
  describe: sentence,
  run: async (spec, context) => {
    const took = formatDuration(timeLooking(context));
    const selected = select(spec, context.namespace);
    const place = await findPlace(selected, context);
    const found = await listSelected(selected, context);

    const seen = {
      expected: sentence(spec),
      reproduce: commandLine(['kubectl', 'get', ...kubectlWords(selected)]),
      observation: { names: found.map(({ metadata }) => metadata.name) },
    };
    return found.length === 0
      ? passed({ ...seen, actual: `there are none in ${place} after ${took}` })
      : stillThere(found, `after ${took}`, seen);
  },
});

/**
 * The namespace or the cluster. Rejects if the kind or the namespace does not exist: then an empty list proves nothing.
 */
const findPlace = async (
  { apiVersion, kind, namespace }: Selected,
  { cluster: { api }, signal }: StepContext,
): Promise<string> => {
  const namespaced = await api.isNamespaced(apiVersion, kind);
  if (namespaced === undefined)
    throw new Unobservable(
      'control-failed',
      `The API server has ${noMatches({ apiVersion, kind })}, so the absence of such objects proves nothing.`,
      '`kubectl api-resources` lists the kinds that the API server serves.',
    );
  if (!namespaced) return 'the cluster';
  if (await api.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, signal)) return `namespace ${namespace}`;
  throw new Unmet('not-found', `There is no namespace ${namespace}, so the absence of a ${kind} proves nothing.`);
};

/** Lists the objects instead of reading one by its name: only a list proves that such objects can be found. */
const listSelected = async (selected: Selected, { cluster, signal }: StepContext): Promise<KubernetesObject[]> => {
  const { items } = await cluster.api.list(queryOf(selected), signal);
  return items.filter(({ metadata }) => selected.name === undefined || metadata.name === selected.name);
};
