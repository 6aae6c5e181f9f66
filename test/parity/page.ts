import { type Claim, claims, corrections } from './claims.ts';
import { differences } from './known-differences.ts';
import { topics } from './probes/index.ts';
import { readRecording } from './recording.ts';
import { idsOf } from './row.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const recordedOn = (): string => {
  const all = topics.map(({ name }) => {
    const found = readRecording(name)?.recordedOn;
    return found
      ? `${found.provider}, Kubernetes ${found.kubernetesVersion}, kube-proxy in ${found.proxyMode} mode, ${found.nodes} nodes`
      : 'nothing yet';
  });
  return [...new Set(all)].join('; ');
};

/** Rows that hold a claim: its own, those that name it too, and those of the claims that it rests on. */
const heldBy = (id: string): { topic: string; count: number }[] => {
  const ids = [id, ...(claims[id]?.by ?? [])];
  return topics.flatMap(({ name, rows }) => {
    const count = rows.filter((row) => idsOf(row).some((each) => ids.includes(each))).length;
    return count > 0 ? [{ topic: name, count }] : [];
  });
};

const claimLine = ([id, { says, open }]: [string, Claim]): string => {
  const held = heldBy(id).map(({ topic, count }) => `${count} \`${topic}\``);
  const not = open === undefined ? [] : [`${held.length > 0 ? 'but not ' : 'none: '}${open}`];
  return `| ${id} | ${cell(says)} | ${cell([...held, ...not].join(', '))} |`;
};

/** docs/parity.md: what was asked, of whom, and where the embedded cluster answers otherwise. */
export const renderPage = (): string => {
  const entries = Object.entries(claims);
  const rows = topics.reduce((sum, { rows: each }) => sum + each.length, 0);
  const known = differences.reduce((sum, { rows: each }) => sum + each.length, 0);
  return `${[
    '<!-- Generated: UPDATE_GOLDENS=1 npx mocha test/parity/replay.test.ts. A test fails when it is stale. -->',
    '',
    '# Parity: the embedded cluster beside a real one',
    '',
    `The embedded cluster is held to the truth of a real one. ${rows} questions (*rows*) were put to a real cluster and its answers`,
    'recorded in `test/parity/recorded/`; `npm test` puts the same questions to the embedded cluster and compares the answers. Whatever',
    'differs between two clusters anyway (addresses, random names, times) has a symbolic name, such as `<clusterIP:kubia>`.',
    '',
    `Recorded on: ${recordedOn()}. ${rows - known} rows answer the same, ${known} are known to differ.`,
    '',
    '| Topic | Rows | Known to differ |',
    '| --- | --- | --- |',
    ...topics.map(({ name, title, rows: each }) => {
      const keys = new Set(each.map((row) => `${row.id} ${row.title}`));
      const count = differences.flatMap(({ rows: list }) => list.filter((key) => keys.has(key))).length;
      return `| ${title} (\`${name}\`) | ${each.length} | ${count || ''} |`;
    }),
    '',
    '## Record again',
    '',
    '```sh',
    'npm run parity:record',
    'npm run parity:record -- dns ingress',
    '```',
    '',
    'This starts a kind cluster with one worker, asks every question until two looks a second apart see the same, writes the answers and',
    'removes the cluster: about ten minutes. Recorded answers are never edited by hand; one that must stay as it is carries `locked` with the',
    'reason. To add a question, add a row to a table in `test/parity/probes/` and record its topic.',
    '',
    '## What is held',
    '',
    `The rows take their numbers from a list of claims (\`test/parity/claims.ts\`), which comes from the public documentation and`,
    'sources of Kubernetes. S: what an introduction to Services tells. B: what goes beyond it. C: what clients print or return.',
    'E: differences between data planes. Q: limits of a namespace. A test fails when a claim has neither a row nor a reason.',
    '',
    `${entries.filter(([id]) => heldBy(id).length > 0).length} of ${entries.length} claims are held by recorded answers.`,
    '',
    '| Claim | | Rows |',
    '| --- | --- | --- |',
    ...entries.map(claimLine),
    '',
    '## Where the documentation is wrong',
    '',
    'A real cluster is right:',
    '',
    '| Claim | Documentation says | A real cluster does |',
    '| --- | --- | --- |',
    ...corrections.map(([id, documented, seen]) => `| ${id} | ${cell(documented)} | ${cell(seen)} |`),
    '',
    '## Known differences',
    '',
    'Each of these is tested to differ still: one that is mended must be taken out of `test/parity/known-differences.ts`.',
    '',
    ...differences.flatMap(({ reason, rows: list }) => [`- ${reason}`, ...list.map((key) => `  - ${cell(key)}`)]),
  ].join('\n')}\n`;
};
