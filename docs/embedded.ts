import { type Entry, entries } from '../runner/simulator/api/http/discovery.ts';
import { apiVersionOf } from '../runner/simulator/api/resources.ts';
import { catalogue } from '../runner/simulator/images/index.ts';
import { release } from '../runner/simulator/release.ts';
import { cell } from './markdown.ts';

const code = (word: string): string => `\`${word}\``;

const subresourcesOf = ({ subresources }: Entry): string =>
  subresources.map(({ name, verbs }) => `${code(name)} (${verbs.join(', ')})`).join('<br>');

const kindRow = (entry: Entry): string => {
  const { resource, verbs } = entry;
  const scope = resource.namespaced ? 'namespace' : 'cluster';
  return `| ${code(resource.kind)} | ${code(apiVersionOf(resource))} | ${scope} | ${verbs.join(', ')} | ${subresourcesOf(entry)} |`;
};

/** The kinds without verbs, by their apiVersion. */
const unsimulatedRows = (): string[] => {
  const missing = entries.filter(({ verbs }) => verbs.length === 0).map(({ resource }) => resource);
  return [...Map.groupBy(missing, apiVersionOf)].map(
    ([apiVersion, resources]) => `| ${code(apiVersion)} | ${resources.map(({ kind }) => code(kind)).join(' ')} |`,
  );
};

/** docs/embedded.md: what the embedded cluster serves, from its own lists. */
export const embeddedPage = (generated: string): string =>
  [
    generated,
    '',
    '# What the embedded cluster simulates',
    '',
    `The embedded cluster simulates Kubernetes ${release.gitVersion}, with the kinds of objects and the images below. A scenario that needs`,
    'another one ends as an error with the code `not-simulated` (exit code 3), never as a failure. `plumbline check` finds it before',
    'anything runs, and `--cluster kind` runs the scenario on a real cluster.',
    '',
    '## Kinds of objects',
    '',
    '| Kind | apiVersion | Scope | Verbs | Subresources |',
    '| --- | --- | --- | --- | --- |',
    ...entries.filter(({ verbs }) => verbs.length > 0).map(kindRow),
    '',
    `## Kinds of Kubernetes ${release.major}.${release.minor} that are not simulated`,
    '',
    '| apiVersion | Kinds |',
    '| --- | --- |',
    ...unsimulatedRows(),
    '',
    '## Images',
    '',
    'A pod runs an imitation of its image. A name stands for all tags. Any other image can be',
    '[described in a few lines](simulated-images.md).',
    '',
    '| Image | What it does |',
    '| --- | --- |',
    ...catalogue.map(({ names, summary }) => `| ${names.map(code).join('<br>')} | ${cell(summary)} |`),
    '',
  ].join('\n');
