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

/** The rows that support a claim: its own, those that name it as well, and those of the claims on which it depends. */
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

/** docs/parity.md: the questions, the real cluster that answered them, and the known differences of the embedded cluster. */
export const renderPage = (): string => {
  const entries = Object.entries(claims);
  const rows = topics.reduce((sum, { rows: each }) => sum + each.length, 0);
  const known = differences.reduce((sum, { rows: each }) => sum + each.length, 0);
  return `${[
    '<!-- Generated: UPDATE_GOLDENS=1 npx mocha test/parity/replay.test.ts. A test fails when it is stale. -->',
    '',
    '# Parity: the embedded cluster beside a real one',
    '',
    `The embedded cluster must answer as a real one does. A real cluster was asked ${rows} questions (*rows*), and its answers are`,
    'recorded in `test/parity/recorded/`; `npm test` asks the embedded cluster the same questions and compares the answers. Values that',
    'differ between any two clusters (addresses, random names, times) have symbolic names, such as `<clusterIP:kubia>`.',
    '',
    `Recorded on: ${recordedOn()}. The answers to ${rows - known} rows are the same, those to ${known} are known to differ.`,
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
    'This starts a kind cluster with one worker, asks each question until two answers one second apart are the same, writes the answers and',
    'removes the cluster. It takes about ten minutes. Never edit recorded answers by hand. An answer that must not be recorded again has',
    '`locked` with the reason. To add a question, add a row to a table in `test/parity/probes/` and record its topic.',
    '',
    '## Claims',
    '',
    'The numbers of the rows come from a list of claims (`test/parity/claims.ts`), taken from the public documentation and',
    'sources of Kubernetes. S: claims of an introduction to Services. B: claims beyond it. C: output and results of clients.',
    'E: differences between data planes. Q: limits of a namespace. A test fails if a claim has neither a row nor a reason.',
    '',
    `Recorded answers support ${entries.filter(([id]) => heldBy(id).length > 0).length} of ${entries.length} claims.`,
    '',
    '| Claim | | Rows |',
    '| --- | --- | --- |',
    ...entries.map(claimLine),
    '',
    '## Where the documentation is wrong',
    '',
    'The real cluster is right:',
    '',
    '| Claim | Documentation says | A real cluster does |',
    '| --- | --- | --- |',
    ...corrections.map(([id, documented, seen]) => `| ${id} | ${cell(documented)} | ${cell(seen)} |`),
    '',
    '## Known differences',
    '',
    'A test checks that each of these still differs: one that is fixed must be removed from `test/parity/known-differences.ts`.',
    '',
    ...differences.flatMap(({ reason, rows: list }) => [`- ${reason}`, ...list.map((key) => `  - ${cell(key)}`)]),
  ].join('\n')}\n`;
};
