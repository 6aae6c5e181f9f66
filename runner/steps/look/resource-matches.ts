import type { KubernetesObject } from '../../cluster/cluster.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { anyObject, anyValue, boolean, integer, list, object, optional, type Shape, string } from '../../core/shape.ts';
import { capitalize } from '../../core/words.ts';
import { commandLine } from '../../probe/command-line.ts';
import { expressionOf } from '../expression.ts';
import { failed, passed } from '../finding.ts';
import { readJsonPath, valueText } from '../kubernetes/json-path.ts';
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
import { type Comparison, compareSubset, type Difference, show } from '../kubernetes/subset.ts';
import { defineStep } from '../step.ts';

/** The expectation about the values at a path. */
export interface PathExpectation {
  path: string;
  equals?: JsonValue;
  matches?: string;
  absent?: boolean;
}

export interface ResourceMatchesSpec extends Selection {
  fields?: JsonObject;
  jsonpath?: PathExpectation[];
  count?: number;
}

const part: Shape<JsonObject> = {
  schema: { ...anyObject('The expected fields of the object: metadata, spec, status …').schema, minProperties: 1 },
};

/** Compares objects with the fields that are expected. */
export const resourceMatches = defineStep<ResourceMatchesSpec>({
  key: 'resource-matches',
  group: 'look',
  summary: 'The object has the fields.',
  description: `
Compares the written fields with one object, or with each object that has the labels. Fields that are not written do not
matter. Lists must have the same length and order, and their items are compared by the same rule. \`null\` expects that a field
is absent. Types matter: \`"80"\` is not \`80\`. For one item of a list, such as one condition, use \`jsonpath\`. The values at the paths
can be captured: \`values.0\` is the first. The step reports each difference with its path. The fraction of correct fields earns that
fraction of the points.
`.trim(),
  shape: object(
    {
      ...selectionFields,
      fields: optional(part),
      jsonpath: optional(
        list(
          object(
            {
              path: string('A path as for kubectl, such as {.spec.clusterIP}.'),
              equals: optional(anyValue('The value. A list if the path leads to several values.')),
              matches: optional(string('A regular expression (JavaScript) that the value matches, as a string.')),
              absent: optional(boolean('True: there is no value at the path. False: there is one.')),
            },
            'A path, and its value.',
            { minProperties: 2, maxProperties: 2 },
          ),
          'Expected values by path.',
        ),
      ),
      count: optional(integer('The exact number of objects. Default: at least one.', { minimum: 1 })),
    },
    'The objects, and their fields.',
    { ...oneSelection, anyOf: [{ required: ['fields'] }, { required: ['jsonpath'] }] },
  ),
  example: `
kind: Service
name: kubia
fields: { spec: { type: ClusterIP, ports: [{ port: 80, targetPort: 8080 }] } }
`.trim(),
  within: 10_000,
  watches: (spec, { namespace }) => [queryOf(select(spec, namespace))],
  describe: (spec) => `${titleOf(spec)} has ${wanted(spec)}`,
  run: async (spec, context) => {
    const selected = select(spec, context.namespace);
    const reproduce = commandLine(['kubectl', 'get', ...kubectlWords(selected), '-o', 'yaml']);
    const found = await findObjects(selected, context);
    if (found.length === 0) throw await notFound(selected, context);
    const comparisons = found.map((each) => ({ object: each, ...compare(each, spec) }));
    const differences = comparisons.flatMap((each) =>
      each.differences.map((difference) => ({ object: objectTitle(each.object), ...difference })),
    );
    const compared = comparisons.reduce((total, each) => total + each.compared, 0);
    const several = found.length > 1;
    const lines = differences.map((each) => `${several ? `${each.object} ` : ''}${lineOf(each)}`);
    const seen = {
      expected: `${titleOf(spec)} has ${wanted(spec)}`,
      reproduce,
      observation: {
        names: found.map((each) => each.metadata.name),
        values: valuesOf(found[0], spec),
        differences: differences.map((each) => ({ ...each })),
      },
    };
    if (spec.count !== undefined && found.length !== spec.count)
      return failed('fields-mismatch', `There are ${found.length} ${titleOf(spec)}, not ${spec.count}.`, {
        ...seen,
        actual: `there are ${found.length}: ${found.map(objectTitle).join(', ')}`,
      });
    if (differences.length === 0) return passed({ ...seen, actual: `all ${compared} values are as expected` });
    return failed(
      'fields-mismatch',
      `${several ? `Some of ${titleOf(spec)} differ` : `${capitalize(titleOf(spec))} differs`}: ${lines.slice(0, 3).join('; ')}${lines.length > 3 ? `; and ${lines.length - 3} more` : ''}.`,
      {
        ...seen,
        actual: lines[0] ?? '',
        evidence: [{ title: 'differences', text: lines.slice(0, 100).join('\n') }],
        fraction: 1 - differences.length / compared,
      },
    );
  },
});

/** The value at each path in the first object, for `capture`. A list if there is not exactly one value. */
const valuesOf = (found: KubernetesObject | undefined, { jsonpath = [] }: ResourceMatchesSpec): JsonValue[] =>
  jsonpath.map(({ path }) => {
    const values = found ? readJsonPath(path, found) : [];
    return values.length === 1 ? (values[0] ?? null) : values;
  });

const compare = (found: KubernetesObject, { fields, jsonpath = [] }: ResourceMatchesSpec): Comparison => {
  const parts = [
    ...(fields ? [compareSubset(fields, found)] : []),
    ...jsonpath.map((each) => comparePath(each, found)),
  ];
  return {
    compared: parts.reduce((total, part) => total + part.compared, 0),
    differences: parts.flatMap((part) => part.differences),
  };
};

const comparePath = ({ path, equals, matches, absent }: PathExpectation, found: KubernetesObject): Comparison => {
  const values = readJsonPath(path, found).filter((each) => each !== null);
  const shown = values.length === 0 ? 'nothing' : values.map(show).join(', ');
  const verdict = (holds: boolean, expected: string): Comparison => ({
    compared: 1,
    differences: holds ? [] : [{ path, expected, found: shown }],
  });
  if (absent !== undefined) return verdict((values.length === 0) === absent, absent ? 'nothing' : 'a value');
  if (matches !== undefined) {
    const expression = expressionOf(matches);
    const holds = values.length > 0 && values.every((each) => expression.test(valueText(each)));
    return verdict(holds, `a match of /${matches}/`);
  }
  const actual = values.length === 1 && !Array.isArray(equals) ? values[0] : flat(values);
  return {
    compared: 1,
    differences: compareSubset(equals, actual)
      .differences.slice(0, 1)
      .map((each) => under(path, each)),
  };
};

/** The values of a path. A single value that is a list counts as several values. */
const flat = (values: JsonValue[]): JsonValue => (values.length === 1 && Array.isArray(values[0]) ? values[0] : values);

const under = (path: string, difference: Difference): Difference => ({
  ...difference,
  path: difference.path === '' ? path : `${path} ${difference.path}`,
});

const lineOf = ({ path, expected, found }: Difference): string => `${path}: expected ${expected}, found ${found}`;

const wanted = ({ fields, jsonpath = [], count }: ResourceMatchesSpec): string => {
  const parts = [
    ...(fields ? [show(fields)] : []),
    ...jsonpath.map(({ path, equals, matches, absent }) => {
      if (absent !== undefined) return `${absent ? 'nothing' : 'a value'} at ${path}`;
      return matches === undefined ? `${show(equals)} at ${path}` : `a match of /${matches}/ at ${path}`;
    }),
    ...(count === undefined ? [] : [`${count} objects`]),
  ];
  return parts.join(', ');
};
