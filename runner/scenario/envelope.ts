import type { Needs } from '../cluster/cluster.ts';
import { durationPattern } from '../core/duration.ts';
import {
  anyObject,
  anyValue,
  boolean,
  either,
  type Infer,
  integer,
  list,
  map,
  number,
  object,
  optional,
  type Shape,
  string,
} from '../core/shape.ts';
import { simulatedImagesShape } from '../core/simulated-image.ts';
import { namePattern } from './expression.ts';

/** What a cluster must have; of a scenario, or of one step. */
export const needsShape: Shape<Needs> = object(
  {
    nodes: optional(integer('At least so many nodes, the control plane included.', { minimum: 1, maximum: 21 })),
    ingress: optional(boolean('An ingress controller.')),
    loadBalancer: optional(boolean('Something that gives addresses to Services of type LoadBalancer.')),
    externalHosts: optional(integer('So many hosts beside the cluster.', { minimum: 1 })),
    proxyModes: optional(list(string('A mode, such as iptables.'), 'One of these modes of kube-proxy.')),
    kubernetes: optional(
      string('At least this minor version of Kubernetes, such as "1.33".', { pattern: '^1\\.[0-9]+$' }),
    ),
    kubectl: optional(boolean('The kubectl program on the machine that runs Plumbline.')),
  },
  'What the cluster must have. When it lacks it, the steps are skipped with the reason.',
) as Shape<Needs>;

const givenShape = object(
  {
    file: optional(string('A file of manifests, beside the scenario.')),
    manifest: optional(
      either(anyObject('A manifest.'), list(anyObject('A manifest.'), 'Manifests.'), 'One manifest or several.'),
    ),
  },
  'Objects that are applied before the first step.',
  { oneOf: [{ required: ['file'] }, { required: ['manifest'] }] },
);

const aliasPattern = '^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$';

/** Steps, or things that are given, in one scenario: far more than a person reads, far fewer than a machine minds. */
export const mostEntries = 250;

/** A scenario file without the bodies of its steps. */
export const scenarioShape = object(
  {
    title: string('What is claimed, in a sentence.', { maxLength: 300 }),
    about: optional(string('The reason behind it. Markdown; shown in the docs and in HTML reports.')),
    tags: optional(list(string('A word.', { pattern: '^[^\\s,!]+$' }), 'Words to select by.')),
    source: optional(string('Where the claim comes from, such as a chapter of a book.')),
    needs: optional(needsShape),
    vars: optional(map(anyValue('A value.'), 'Names for values, to be used as ${NAME}.')),
    namespaces: optional(
      list(string('A name.', { pattern: aliasPattern }), 'Extra namespaces, to be used as ${namespace.NAME}.', {
        uniqueItems: true,
      }),
    ),
    serial: optional(boolean('Nothing else runs meanwhile: it disturbs the cluster or takes what there is only once.')),
    matrix: optional(
      map(
        list(anyValue('A value.'), 'The values of one name.', { uniqueItems: true }),
        'The scenario is repeated for every combination of these values, to be used as ${NAME}.',
      ),
    ),
    'simulated-images': optional(simulatedImagesShape),
    given: optional(list(givenShape, 'What is set up, in order, in a fresh namespace.', { maxItems: mostEntries })),
    steps: list(anyObject('A step.'), 'What must hold, in order.', { maxItems: mostEntries }),
    cleanup: optional(
      list(anyObject('A step.'), 'Steps that run at the end, whatever happened.', { maxItems: mostEntries }),
    ),
  },
  'A scenario.',
);
export type Envelope = Infer<typeof scenarioShape>;

const duration = (description: string): Shape<string> => string(description, { pattern: durationPattern });

/** The words that every step knows beside its kind. */
export const stepWordsShape = object(
  {
    name: optional(string('The title that reports show. By default the kind says it in its own words.')),
    id: optional(
      string('A name that stays the same when steps are added. By default the kind, with -2, -3 … for repeats.', {
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
        maxLength: 100,
      }),
    ),
    within: optional(duration('Keep trying at most this long, such as 30s. Each kind has a default.')),
    for: optional(duration('It must then keep holding for this long.')),
    points: optional(number('What the step is worth.', { minimum: 0 })),
    bonus: optional(boolean('Points beyond the full score.')),
    hidden: optional(boolean('Students do not see this step.')),
    hint: optional(string('What to look at; shown when the step fails.')),
    instructor: optional(string('A note that only course staff see.')),
    requires: optional(
      either(
        string('The id of an earlier step.'),
        list(string('The id of an earlier step.'), 'Ids of earlier steps.', { uniqueItems: true }),
        'Steps that must have passed; otherwise this one is skipped.',
      ),
    ),
    capture: optional(
      map(string('A path into the observation, such as ports.0.'), 'Names for parts of what the step observes.'),
    ),
    needs: optional(needsShape),
  },
  'The words of a step.',
);
export type StepWords = Infer<typeof stepWordsShape>;

const propertiesOf = (shape: Shape<unknown>): string[] => Object.keys(shape.schema['properties'] as object);
export const stepWords: readonly string[] = propertiesOf(stepWordsShape);

export const isName = (text: string): boolean => new RegExp(namePattern).test(text);
