import { isObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { innerStepKeyword } from '../core/shape.ts';
import { parseSource } from '../core/source.ts';
import type { AnyStepKind } from '../steps/step.ts';
import { stepGroups } from '../steps/step.ts';
import { scenarioShape, stepWordsShape } from './envelope.ts';

const expression: JsonObject = { type: 'string', pattern: '\\$\\{' };

/**
 * Adapts a schema for editors: any value but free text may be an expression, and descriptions are repeated as Markdown.
 */
const forEditor = (value: JsonValue | undefined): JsonObject => {
  if (!isObject(value)) return {};
  const group = value[innerStepKeyword];
  if (typeof group === 'string') return innerReference(value, group);
  const { properties, items, additionalProperties, anyOf, oneOf, ...rest } = value;
  const schema: JsonObject = {
    ...rest,
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, forEditor(each)])),
    }),
    ...(items !== undefined && { items: forEditor(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: isObject(additionalProperties) ? forEditor(additionalProperties) : additionalProperties,
    }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(forEditor) }),
    // oneOf holds conditions on the keys of the same mapping, which need no adaptation.
    ...(oneOf !== undefined && { oneOf }),
    ...(typeof rest['description'] === 'string' && { markdownDescription: rest['description'] }),
  };
  const isFreeText = rest['type'] === 'string' && !('enum' in rest) && !('pattern' in rest) && !('format' in rest);
  const isStructure = rest['type'] === 'object' || rest['type'] === undefined || isFreeText;
  if (isStructure) return schema;
  const { description, markdownDescription, default: preset, ...constraint } = schema;
  return {
    ...(description !== undefined && { description, markdownDescription }),
    ...(preset !== undefined && { default: preset }),
    anyOf: [constraint, expression],
  };
};

const innerReference = ({ description = '' }: JsonObject, group: string): JsonObject => ({
  description,
  markdownDescription: description,
  $ref: `#/$defs/${group}-step`,
});

/** A step inside another step: a kind of its group, without the common keys of a step. */
const innerStepOf = (kinds: readonly AnyStepKind[]): JsonObject => ({
  type: 'object',
  description: 'A kind with its body.',
  properties: Object.fromEntries(kinds.map((kind) => [kind.key, bodyOf(kind)])),
  oneOf: kinds.map((kind) => ({ required: [kind.key] })),
  additionalProperties: false,
});

/** Whether a shape contains a step of the group at any depth. */
const holdsGroup = (value: JsonValue | undefined, group: string): boolean =>
  Array.isArray(value)
    ? value.some((each) => holdsGroup(each, group))
    : isObject(value) &&
      (value[innerStepKeyword] === group || Object.values(value).some((each) => holdsGroup(each, group)));

const exampleOf = (kind: AnyStepKind): JsonValue[] => {
  const [document] = parseSource(kind.example, kind.key).documents;
  return document ? [document.value] : [];
};

const bodyOf = (kind: AnyStepKind): JsonObject => {
  const { schema } = kind.shape;
  const { shorthand, summary, description } = kind;
  const body = forEditor(schema);
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const short = shorthand !== undefined && required.every((key) => key === shorthand);
  const branches = [
    body,
    ...(short ? [forEditor(properties[shorthand])] : []),
    ...(required.length || 'minProperties' in schema ? [] : [{ type: 'null' }]),
  ];
  return {
    description: summary,
    markdownDescription: `${summary}\n\n${description}`,
    examples: exampleOf(kind),
    ...(branches.length === 1 ? body : { anyOf: branches }),
    ...(branches.length === 1 && { description: summary, markdownDescription: `${summary}\n\n${description}` }),
  };
};

/**
 * The schema with which editors complete and check scenario files (`scenarios/schema.json`). The loader does not use
 * it: the loader has better messages and accepts other spellings of a kind.
 */
export const editorSchema = (kinds: readonly AnyStepKind[]): JsonObject => {
  const { properties, ...envelope } = scenarioShape.schema;
  const words = forEditor(stepWordsShape.schema);
  const steps = (key: string): JsonObject => ({
    ...(isObject(properties) && isObject(properties[key]) ? properties[key] : {}),
    items: { $ref: '#/$defs/step' },
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Plumbline scenario',
    ...envelope,
    properties: {
      ...(forEditor(scenarioShape.schema)['properties'] as JsonObject),
      steps: steps('steps'),
      cleanup: steps('cleanup'),
    },
    $defs: {
      ...Object.fromEntries(
        stepGroups
          .filter((group) => kinds.some((kind) => holdsGroup(kind.shape.schema, group)))
          .map((group) => [`${group}-step`, innerStepOf(kinds.filter((kind) => kind.group === group))]),
      ),
      step: {
        type: 'object',
        description: 'An expectation or an action: a kind with its body, and common keys.',
        properties: {
          ...(words['properties'] as JsonObject),
          ...Object.fromEntries(kinds.map((kind) => [kind.key, bodyOf(kind)])),
        },
        oneOf: kinds.map((kind) => ({ required: [kind.key] })),
        additionalProperties: false,
      },
    },
  };
};
