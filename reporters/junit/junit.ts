import type { Outcome, RunRecord, ScenarioRecord, Trouble } from '../../runner/core/result.ts';
import { defineDocument } from '../reporter.ts';
import { oneLine } from '../shared/escape.ts';
import { troubleTitles } from '../shared/outline.ts';
import { type CasePlace, countsAs, pointsOf, seconds, stepCase, troubleCase } from './case.ts';
import { takeName } from './names.ts';
import { type Element, propertiesOf, renderXml } from './xml.ts';

/**
 * JUnit XML, with a suite for each scenario and a case for each step. The profile `strict-jenkins` follows the schema of
 * Jenkins' xUnit plugin (junit-10.xsd); `default` adds `file`, `line` and `properties` to a case.
 */
export const junit = defineDocument({
  name: 'junit',
  summary: 'JUnit XML for CI systems',
  extension: 'xml',
  profiles: ['default', 'strict-jenkins'],
  render: (record, { profile }) => renderXml(renderSuites(record, profile !== 'strict-jenkins')),
});

type Counts = Record<'tests' | 'failures' | 'errors' | 'skipped', number>;

interface Suite {
  element: Element;
  counts: Counts;
}

const renderSuites = (record: RunRecord, extended: boolean): Element => {
  const taken = new Set<string>();
  const suites = record.scenarios.map((scenario) =>
    scenarioSuite(scenario, record, takeName(classNameOf(scenario.planned.id), taken), extended),
  );
  if (record.troubles.length > 0) suites.push(runSuite(record, takeName('plumbline', taken), extended));
  const { tests, failures, errors } = sum(suites.map(({ counts }) => counts));
  return {
    name: 'testsuites',
    attributes: {
      name: 'plumbline',
      tests: String(tests),
      failures: String(failures),
      errors: String(errors),
      time: seconds(record.durationMs),
    },
    children: suites.map(({ element }) => element),
  };
};

const scenarioSuite = (scenario: ScenarioRecord, record: RunRecord, className: string, extended: boolean): Suite => {
  const { planned, steps, troubles } = scenario;
  const taken = new Set<string>();
  const titles = new Map<string, number>();
  for (const {
    planned: { title },
  } of steps)
    titles.set(oneLine(title), (titles.get(oneLine(title)) ?? 0) + 1);
  const place = (name: string): CasePlace => ({ name: takeName(oneLine(name), taken), className, extended });
  const cases = [
    ...troubles.filter(({ phase }) => phase === 'setup').map((each) => troubleCase(each, place(troubleTitles.setup))),
    ...steps.map((step) => {
      const title = oneLine(step.planned.title) || step.planned.id;
      // A name must be the same in every run: the id, and not the order, distinguishes two steps with the same title.
      return stepCase(step, place((titles.get(title) ?? 0) > 1 ? `${title} [${step.planned.id}]` : title));
    }),
    ...troubles
      .filter(({ phase }) => phase !== 'setup')
      .map((each) => troubleCase(each, place(troubleTitles[each.phase]))),
  ];
  const points = extended ? {} : pointProperties(scenario);
  return suiteOf(
    planned.id,
    cases,
    [...troubles.map(({ outcome }) => outcome), ...steps.map(({ result }) => result.outcome)],
    {
      at: scenario.startedAt ?? record.startedAt,
      durationMs: scenario.durationMs,
      file: planned.file,
      properties: {
        title: planned.title,
        source: planned.source,
        tags: planned.tags.join(', '),
        namespace: scenario.namespace,
        ...runProperties(record),
        ...points,
      },
    },
  );
};

/** The troubles that belong to no scenario: of the cluster's boot, a report, the end of the run. */
const runSuite = (record: RunRecord, className: string, extended: boolean): Suite => {
  const taken = new Set<string>();
  const toCase = (trouble: Trouble): Element =>
    troubleCase(trouble, { name: takeName(troubleTitles[trouble.phase], taken), className, extended });
  return suiteOf(
    className,
    record.troubles.map(toCase),
    record.troubles.map(({ outcome }) => outcome),
    { at: record.startedAt, durationMs: 0, properties: runProperties(record) },
  );
};

interface SuiteFacts {
  at: string;
  durationMs: number;
  file?: string;
  properties: Record<string, string | number | undefined>;
}

const suiteOf = (name: string, cases: Element[], outcomes: readonly Outcome[], facts: SuiteFacts): Suite => {
  const counts = countCases(outcomes);
  return {
    counts,
    element: {
      name: 'testsuite',
      attributes: {
        name,
        tests: String(counts.tests),
        failures: String(counts.failures),
        errors: String(counts.errors),
        skipped: String(counts.skipped),
        timestamp: timestamp(facts.at),
        time: seconds(facts.durationMs),
        file: facts.file || undefined,
      },
      children: [...propertiesOf(facts.properties), ...cases],
    },
  };
};

/** Jenkins reads a dot as the end of a package, so folders become packages, and a dot in a name becomes "_". */
const classNameOf = (id: string): string => oneLine(id).replaceAll('.', '_').replaceAll('/', '.') || 'scenario';

/** UTC without a zone and without fractions, as Ant's schema and Jenkins' parser require it. */
const timestamp = (at: string): string | undefined => {
  const text = Number.isNaN(Date.parse(at)) ? '' : new Date(at).toISOString();
  return /^[0-9]{4}-/.test(text) ? text.slice(0, 19) : undefined;
};

const runProperties = ({ runId, seed, tool, provider, cluster, interrupted }: RunRecord): SuiteFacts['properties'] => ({
  run: runId,
  tool,
  seed,
  provider: cluster?.provider ?? provider,
  kubernetes: cluster?.kubernetesVersion,
  'proxy-mode': cluster?.proxyMode,
  isolation: cluster?.isolation,
  nodes: cluster?.nodes,
  image: cluster?.image,
  interrupted,
});

/** Points as properties of the suite, for the profile whose cases may have no properties. */
const pointProperties = ({ steps }: ScenarioRecord): SuiteFacts['properties'] =>
  Object.fromEntries(
    steps.flatMap((step) =>
      Object.entries(pointsOf(step)).map(([key, value]) => [`check.${step.planned.id}.${key}`, value]),
    ),
  );

const countCases = (outcomes: readonly Outcome[]): Counts => {
  const counted = outcomes.map(countsAs);
  const count = (kind: ReturnType<typeof countsAs>): number => counted.filter((each) => each === kind).length;
  return { tests: outcomes.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
};

const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, each) => ({
      tests: total.tests + each.tests,
      failures: total.failures + each.failures,
      errors: total.errors + each.errors,
      skipped: total.skipped + each.skipped,
    }),
    { tests: 0, failures: 0, errors: 0, skipped: 0 },
  );
