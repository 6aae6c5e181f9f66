import { canonicalImageName, hasTag, isImageName, repositoryOf } from '../core/image-name.ts';
import { isObject, type JsonObject, type JsonPath } from '../core/json.ts';
import { listWords, nearest } from '../core/nearest.ts';
import { findPlaceholders } from '../core/placeholder.ts';
import { type DescribedImage, placeholders, simulatedImagesShape, toDescribedImage } from '../core/simulated-image.ts';
import { excerpt } from '../core/visible.ts';
import type { Page } from './page.ts';
import type { ShapeFault } from './shape-fault.ts';
import { fillDefaults } from './validate.ts';
import { findExpressions, withoutEscapes } from './variables.ts';

export const simulatedImagesKey = 'simulated-images';

type Written = Parameters<typeof toDescribedImage>[1];
type Port = Exclude<NonNullable<Written['ports']>[number], number>;

/** The descriptions without faults in their shape. The other faults have been reported. */
export const soundImages = (value: JsonObject, faults: readonly ShapeFault[]): JsonObject => {
  const images = value[simulatedImagesKey];
  const broken = faults.flatMap(({ path: [key, name] }) => (key === simulatedImagesKey ? [name] : []));
  if (!isObject(images) || broken.includes(undefined)) return {};
  return Object.fromEntries(Object.entries(images).filter(([name]) => !broken.includes(name)));
};

/**
 * Reads the descriptions under `simulated-images`, whose shape has been checked. It checks the rules that the shape
 * cannot express; faults go to the page.
 */
export const readSimulatedImages = (value: JsonObject, page: Page): DescribedImage[] => {
  const images = structuredClone(value);
  fillDefaults(simulatedImagesShape.schema, images);
  const entries = Object.entries(images) as unknown as [string, Written][];
  const names = new Map<string, string>();
  return entries.map(([name, image]) => {
    const path = [simulatedImagesKey, name];
    checkImageName(name, names, path, page);
    checkPorts(image, path, page);
    checkPaths(image.files, [...path, 'files'], 'A file', page);
    for (const [index, line] of (image.log ?? []).entries()) checkText(line, [], [...path, 'log', index], page);
    return toDescribedImage(name, image);
  });
};

/** The same for a scenario after its variables and matrix were filled in. No other expression has a value yet. */
export const readScenarioImages = (value: JsonObject, names: readonly string[], page: Page): DescribedImage[] => {
  for (const { path, written, parsed } of findExpressions(value, [simulatedImagesKey])) {
    if ('fault' in parsed) page.report(parsed.fault, path, 'value', written);
    else page.report(withoutValue(written, names), path, 'value', written);
  }
  return readSimulatedImages(withoutEscapes(value) as JsonObject, page);
};

const withoutValue = (written: string, names: readonly string[]) => {
  const name = written.slice(2, -1).trim();
  const meant = Object.values(placeholders)
    .flat()
    .some((each) => fits(name, each))
    ? `{{${name}}}`
    : nearest(name, names);
  return {
    code: 'reference-unknown',
    message: `${excerpt(written)} has no value here, because images are described before the cluster exists.`,
    hint: meant === undefined ? 'Only variables and the matrix have values here.' : `Did you mean ${meant}?`,
  } as const;
};

const normalForm = (name: string): string => (hasTag(name) ? canonicalImageName(name) : repositoryOf(name));

const checkImageName = (name: string, names: Map<string, string>, path: JsonPath, page: Page): void => {
  const report = (message: string, hint: string): void =>
    page.report({ code: 'schema-value', message, hint }, path, 'key');
  const other = names.get(normalForm(name));
  names.set(normalForm(name), name);
  if (!isImageName(name))
    report(
      `${excerpt(name) || 'An empty string'} is not a valid image name.`,
      'Write a name such as shop/web, or shop/web:1.2 for one tag.',
    );
  else if (other !== undefined)
    report(`${excerpt(name)} is already described, as ${other}.`, 'Describe each image once.');
};

const checkPorts = ({ ports = [] }: Written, path: JsonPath, page: Page): void => {
  const taken = new Set<string>();
  ports.forEach((each, index) => {
    const at = [...path, 'ports', index];
    const port = typeof each === 'number' ? { port: each, protocol: 'http' as const } : each;
    const socket = `${port.protocol === 'udp' ? 'UDP' : 'TCP'} port ${port.port}`;
    if (taken.has(socket))
      page.report({ code: 'schema-value', message: `Another entry of ports already has ${socket}.` }, at);
    taken.add(socket);
    if (typeof each !== 'number') checkPort(each, at, page);
  });
};

const checkPort = (port: Port, path: JsonPath, page: Page): void => {
  const { protocol, answers, reply } = port;
  const misplaced = (key: string, other: string): void =>
    page.report(
      { code: 'schema-value', message: `A port with protocol ${protocol} cannot have ${key}.`, hint: `Use ${other}.` },
      [...path, key],
      'key',
    );
  if (protocol === 'http' && reply !== undefined) misplaced('reply', 'answers');
  if (protocol !== 'http' && answers !== undefined) misplaced('answers', 'reply');
  if (reply !== undefined) checkText(reply, placeholders.reply, [...path, 'reply'], page);
  checkPaths(answers, [...path, 'answers'], 'A path', page);
  for (const [key, answer] of Object.entries(answers ?? {})) {
    const at = [...path, 'answers', key];
    if (typeof answer === 'string') {
      checkText(answer, placeholders.answer, at, page);
      continue;
    }
    checkText(answer.body, placeholders.answer, [...at, 'body'], page);
    checkText(answer.log ?? '', placeholders.answer, [...at, 'log'], page);
    for (const [name, text] of Object.entries(answer.headers ?? {}))
      checkText(text, placeholders.answer, [...at, 'headers', name], page);
  }
};

const checkPaths = (
  values: Readonly<Record<string, unknown>> | undefined,
  path: JsonPath,
  what: string,
  page: Page,
): void => {
  for (const key of Object.keys(values ?? {}))
    if (!key.startsWith('/'))
      page.report(
        {
          code: 'schema-value',
          message: `${what} must begin with /, but this is ${excerpt(key) || 'empty'}.`,
          hint: `Did you mean /${excerpt(key)}?`,
        },
        [...path, key],
        'key',
      );
};

/** Whether a name is a known placeholder. `env.NAME` means any name after `env.`. */
const fits = (name: string, known: string): boolean =>
  known.endsWith('.NAME') ? name.startsWith(known.slice(0, -4)) : name === known;

const checkText = (text: string, more: readonly string[], path: JsonPath, page: Page): void => {
  const known = [...placeholders.always, ...more];
  for (const { name, written } of findPlaceholders(text)) {
    if (known.some((each) => fits(name, each))) continue;
    const meant = nearest(name, known);
    const advice = meant === undefined ? `Known names: ${listWords(known, 20)}.` : `Did you mean {{${meant}}}?`;
    page.report(
      {
        code: 'reference-unknown',
        message: `There is no placeholder ${excerpt(written)}.`,
        hint: `${advice} To write the literal text, use \\${excerpt(written)}.`,
      },
      path,
      'value',
      written,
    );
  }
};
