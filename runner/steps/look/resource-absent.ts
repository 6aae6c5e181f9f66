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

/** Looks for objects that must not exist. */
export const resourceAbsent = defineStep<Selection>({
  key: 'resource-absent',
  group: 'look',
  summary: 'No such object exists.',
  description: `
Lists the objects of the kind and expects none with the name or the labels. An object on its way out still exists. What was there at first
may go until \`within\` is over, and with \`for\` it must stay away. That nothing is found only counts when it could have been found: the
API server serves the kind, answers the list, and the namespace exists. A misspelt name or label cannot be told from an absent one.
`.trim(),
  shape: object(selectionFields, 'What must not exist.', oneSelection),
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
      ? passed({ ...seen, actual: `${place} has none after ${took}` })
      : stillThere(found, `after ${took}`, seen);
  },
});

/** Where such objects would be. Where they cannot be, their absence proves nothing. */
const findPlace = async (
  { apiVersion, kind, namespace }: Selected,
  { cluster: { api }, signal }: StepContext,
): Promise<string> => {
  const namespaced = await api.isNamespaced(apiVersion, kind);
  if (namespaced === undefined)
    throw new Unobservable(
      'control-failed',
      `The API server has ${noMatches({ apiVersion, kind })}, so that none is there proves nothing.`,
      '`kubectl api-resources` lists what is served.',
    );
  if (!namespaced) return 'the cluster';
  if (await api.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, signal)) return `namespace ${namespace}`;
  throw new Unmet('not-found', `There is no namespace ${namespace}, so that no ${kind} is there proves nothing.`);
};

/** A list, not a read of one name: its success shows that the kind could be looked for. */
const listSelected = async (selected: Selected, { cluster, signal }: StepContext): Promise<KubernetesObject[]> => {
  const { items } = await cluster.api.list(queryOf(selected), signal);
  return items.filter(({ metadata }) => selected.name === undefined || metadata.name === selected.name);
};
