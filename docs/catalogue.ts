import { fileURLToPath } from 'node:url';
import { loadScenarios } from '../runner/scenario/load.ts';
import type { Scenario } from '../runner/scenario/scenario.ts';
import { selectFiles } from '../runner/scenario/select.ts';
import { stepKinds } from '../runner/steps/index.ts';
import { type Claim, findShowing, readClaims } from './claims.ts';
import { cell } from './markdown.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Loads the catalogue; rejects if a file has a fault. */
export const loadCatalogue = async (): Promise<Scenario[]> => {
  const { files } = await selectFiles(['scenarios/'], root);
  const { scenarios, diagnostics } = await loadScenarios({ files, kinds: stepKinds, root, cwd: root });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return scenarios;
};

const linkTo = ({ planned: { file, title } }: Scenario): string => `[${title}](${file.replace(/^scenarios\//, '')})`;

const kindsOf = (steps: Scenario['steps']): string =>
  [...new Set(steps.map(({ kind }) => `\`${kind.key}\``))].join(' ');

const claimRow = (claim: Claim, scenarios: readonly Scenario[]): string => {
  const showings = (claim.shown ?? []).flatMap((text) => findShowing(text, scenarios) ?? []);
  const where = [...new Set(showings.map(({ scenario }) => linkTo(scenario)))].join('<br>');
  const today = claim.today ? `<br>*Today:* ${claim.today}` : '';
  return `| ${claim.id} | ${cell(claim.claim + today)} | ${cell(where || `not observable: ${claim.unobservable ?? ''}`)} | ${kindsOf(showings.flatMap(({ steps }) => steps))} |`;
};

const claimTable = (section: string, claims: readonly Claim[], scenarios: readonly Scenario[]): string[] => [
  `### ${section}`,
  '',
  '| | The chapter says | Shown by | Kinds |',
  '| --- | --- | --- | --- |',
  ...claims.map((claim) => claimRow(claim, scenarios)),
  '',
];

const scenarioRow = (scenario: Scenario): string => {
  const { planned, steps, cleanup } = scenario;
  return `| ${cell(linkTo(scenario))} | ${planned.steps.length} | ${cell(planned.source ?? '')} | ${kindsOf([...steps, ...cleanup])} |`;
};

const folderOf = ({ planned }: Scenario): string => planned.file.split('/').at(-2) ?? '';

const folderTable = (folder: string, scenarios: readonly Scenario[]): string[] => [
  `### ${folder}`,
  '',
  '| Scenario | Steps | Source | Kinds |',
  '| --- | --- | --- | --- |',
  ...scenarios.map(scenarioRow),
  '',
];

/** scenarios/README.md: every claim of the chapter with the scenarios that show it, then all scenarios. */
export const cataloguePage = async (generated: string): Promise<string> => {
  const scenarios = await loadCatalogue();
  const claims = readClaims();
  const sections = [...new Set(claims.map(({ section }) => section))];
  const folders = [...new Set(scenarios.map(folderOf))];
  const outdated = claims.filter(({ today }) => today).length;
  const steps = scenarios.reduce((sum, each) => sum + each.planned.steps.length, 0);
  return [
    generated,
    '',
    '# The catalogue',
    '',
    `${scenarios.length} scenarios with ${steps} steps. They show ${claims.length} claims from notes on the Services chapter of *Kubernetes in Action*`,
    `as they are true today: ${outdated} of them need a correction, which the table shows. Further scenarios go beyond the chapter.`,
    '',
    '```sh',
    'npx --no -- plumbline run scenarios/creating-services',
    'npx --no -- plumbline run --cluster kind --workers 1 scenarios/',
    '```',
    '',
    '## The claims of the chapter',
    '',
    ...sections.flatMap((section) =>
      claimTable(
        section,
        claims.filter((claim) => claim.section === section),
        scenarios,
      ),
    ),
    '## All scenarios',
    '',
    ...folders.flatMap((folder) =>
      folderTable(
        folder,
        scenarios.filter((each) => folderOf(each) === folder),
      ),
    ),
  ].join('\n');
};
