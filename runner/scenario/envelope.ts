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

/** The requirements of a scenario or of a step. */
export const needsShape: Shape<Needs> = object(
  {
    nodes: optional(integer('The minimum number of nodes, including the control plane.', { minimum: 1, maximum: 21 })),
    ingress: optional(boolean('Whether an ingress controller is needed.')),
    loadBalancer: optional(
      boolean('Whether a load balancer implementation is needed, for Services of type LoadBalancer.'),
    ),
    externalHosts: optional(integer('The number of hosts outside the cluster.', { minimum: 1 })),
    proxyModes: optional(list(string('A mode, such as iptables.'), 'The kube-proxy modes, one of which is needed.')),
    kubernetes: optional(string('The minimum version of Kubernetes, such as "1.33".', { pattern: '^1\\.[0-9]+$' })),
    kubectl: optional(boolean('Whether kubectl is needed on the machine that runs Plumbline.')),
  },
  'Requirements for the cluster. If it does not meet them, the steps are skipped, with the reason.',
) as Shape<Needs>;

const givenShape = object(
  {
    file: optional(string("A file of manifests. The path is relative to the scenario's folder.")),
    manifest: optional(
      either(anyObject('A manifest.'), list(anyObject('A manifest.'), 'Manifests.'), 'One manifest, or several.'),
    ),
  },
  'Objects that are applied before the first step.',
  { oneOf: [{ required: ['file'] }, { required: ['manifest'] }] },
);

const aliasPattern = '^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$';

/** The maximum number of steps, and of entries of `given`, in one scenario. */
export const mostEntries = 250;

/** A scenario file without the bodies of its steps. */
export const scenarioShape = object(
  {
    title: string('The claim of the scenario, in one sentence.', { maxLength: 300 }),
    about: optional(string('The explanation of the claim, in Markdown. Documentation and HTML reports show it.')),
    tags: optional(list(string('A word.', { pattern: '^[^\\s,!]+$' }), 'Words by which scenarios are selected.')),
    source: optional(string('The source of the claim, such as a chapter of a book.')),
    needs: optional(needsShape),
    vars: optional(map(anyValue('A value.'), 'Variables. Use them as ${NAME}.')),
    namespaces: optional(
      list(string('A name.', { pattern: aliasPattern }), 'Additional namespaces. Use them as ${namespace.NAME}.', {
        uniqueItems: true,
      }),
    ),
    serial: optional(
      boolean(
        'Whether no other scenario may run meanwhile: it disturbs the cluster, or uses something that exists once.',
      ),
    ),
    matrix: optional(
      map(
        list(anyValue('A value.'), 'The values of one key.', { uniqueItems: true }),
        'The scenario runs once for every combination of these values. Use them as ${NAME}.',
      ),
    ),
    'simulated-images': optional(simulatedImagesShape),
    given: optional(list(givenShape, 'The set-up, applied in order in a new namespace.', { maxItems: mostEntries })),
    steps: list(anyObject('A step.'), 'The steps, in order.', { maxItems: mostEntries }),
    cleanup: optional(list(anyObject('A step.'), 'Steps that always run at the end.', { maxItems: mostEntries })),
  },
  'A scenario.',
);
export type Envelope = Infer<typeof scenarioShape>;

const duration = (description: string): Shape<string> => string(description, { pattern: durationPattern });

/** The common keys of all steps, beside the kind. */
export const stepWordsShape = object(
  {
    name: optional(string('The title of the step in reports. Default: a sentence by the kind.')),
    id: optional(
      string('A name that stays the same if steps are added. Default: the kind, with -2, -3 … if it is repeated.', {
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
        maxLength: 100,
      }),
    ),
    within: optional(duration('How long the step is tried at most, such as 30s. Default: depends on the kind.')),
    for: optional(duration('How long the expectation must then stay true.')),
    points: optional(number('The points for the step.', { minimum: 0 })),
    bonus: optional(boolean('Whether the points are in addition to the full score.')),
    hidden: optional(boolean('Whether the step is hidden from students.')),
    hint: optional(string('Advice that is shown if the step fails.')),
    instructor: optional(string('A note for course staff only.')),
    requires: optional(
      either(
        string('The id of an earlier step.'),
        list(string('The id of an earlier step.'), 'Ids of earlier steps.', { uniqueItems: true }),
        'Steps that must have passed. Otherwise this step is skipped.',
      ),
    ),
    capture: optional(
      map(string('A path in the observation, such as ports.0.'), 'Names for values of the observation.'),
    ),
    needs: optional(needsShape),
  },
  'The common keys of a step.',
);
export type StepWords = Infer<typeof stepWordsShape>;

const propertiesOf = (shape: Shape<unknown>): string[] => Object.keys(shape.schema['properties'] as object);
export const stepWords: readonly string[] = propertiesOf(stepWordsShape);

export const isName = (text: string): boolean => new RegExp(namePattern).test(text);
