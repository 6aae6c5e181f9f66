import { writeFileSync } from 'node:fs';
import { diagnosticCodes } from '../runner/core/diagnostic.ts';
import { formatDuration } from '../runner/core/duration.ts';
import { isObject, type JsonObject, type JsonValue } from '../runner/core/json.ts';
import { reasonCodes } from '../runner/core/reason.ts';
import { describeSchema } from '../runner/scenario/shape-fault.ts';
import { stepKinds } from '../runner/steps/index.ts';
import { type AnyStepKind, stepGroups } from '../runner/steps/step.ts';
import { cataloguePage } from './catalogue.ts';
import { embeddedPage } from './embedded.ts';
import { cell } from './markdown.ts';

const generated = '<!-- Generated from the code by `npm run docs`. A test fails when it is stale. -->';

const keyRow = (name: string, schema: JsonValue | undefined, required: boolean): string => {
  const field: JsonObject = isObject(schema) ? schema : {};
  const absent = required ? '**required**' : '';
  const fallback = 'default' in field ? `\`${JSON.stringify(field['default'])}\`` : absent;
  return `| \`${name}\` | ${cell(describeSchema(field))} | ${fallback} | ${cell(String(field['description'] ?? ''))} |`;
};

const keysOf = ({ shape: { schema } }: AnyStepKind): string[] => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).map(([name, field]) => keyRow(name, field, required.includes(name)));
};

/** Puts a block such as `service: kubia` below the kind's key, and `{ … }` or a scalar beside it. */
const exampleOf = ({ key, example }: AnyStepKind): string =>
  /^[\w-]+:\s/.test(example) ? `- ${key}:\n${example.replaceAll(/^/gm, '    ')}` : `- ${key}: ${example}`;

const sectionOf = (kind: AnyStepKind): string =>
  [
    `### ${kind.key}`,
    '',
    `${kind.summary} ${kind.within > 0 ? `Tried for ${formatDuration(kind.within)} by default.` : 'Done once.'}`,
    '',
    kind.description.trim(),
    '',
    '```yaml',
    exampleOf(kind),
    '```',
    '',
    '| Key | Value | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...keysOf(kind),
    ...(kind.shorthand
      ? ['', `\`${kind.key}: VALUE\` is short for \`${kind.key}: { ${kind.shorthand}: VALUE }\`.`]
      : []),
    '',
  ].join('\n');

const kindsPage = (): string =>
  [
    generated,
    '',
    '# Kinds of steps',
    '',
    'A step has exactly one kind: the key that is none of the common keys `name id within for points bonus hidden hint instructor',
    'requires capture needs`. Each kind looks at the cluster until its expectation is met or its time (`within`) is over.',
    '',
    ...stepGroups.flatMap((group) => {
      const kinds = stepKinds.filter((kind) => kind.group === group);
      return kinds.length > 0 ? [`## ${group}`, '', ...kinds.map(sectionOf)] : [];
    }),
  ].join('\n');

const table = (codes: Readonly<Record<string, string>>): string[] => [
  '| Code | Meaning |',
  '| --- | --- |',
  ...Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`),
];

const codesPage = (): string =>
  [
    generated,
    '',
    '# Codes',
    '',
    '## Reasons: why a step did not pass',
    '',
    ...table(reasonCodes),
    '',
    '## Diagnostics: faults of a file, an option or the machine',
    '',
    ...table(diagnosticCodes),
    '',
  ].join('\n');

/** Path from the root → text. */
export const pages = async (): Promise<Record<string, string>> => ({
  'docs/kinds.md': kindsPage(),
  'docs/codes.md': codesPage(),
  'docs/embedded.md': embeddedPage(generated),
  'scenarios/README.md': await cataloguePage(generated),
});

if (import.meta.main)
  for (const [path, text] of Object.entries(await pages())) writeFileSync(new URL(`../${path}`, import.meta.url), text);
