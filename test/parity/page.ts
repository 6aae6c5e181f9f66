import { differences } from './known-differences.ts';
import { topics } from './probes/index.ts';
import { readRecording } from './recording.ts';

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

/** Where the list of Service semantics that the rows are taken from says otherwise than the cluster did. */
const corrections: readonly [id: string, expected: string, seen: string][] = [
  [
    'B11',
    'a pod without the named port is completely out of the slice',
    'it is in a slice without ports; Endpoints leave it out',
  ],
  ['B19', 'a cluster IP that is taken is refused', 'not in a dry run'],
  [
    'B19',
    'with ServiceCIDRs the words are "does not match the current range"',
    'a dry run has the old words, "is not in the valid range"',
  ],
  ['B20', 'a node port outside the range is refused', 'not in a dry run'],
  ['B29', "'None' must be the first and only value", 'after an address, None is "must be a valid IP address"'],
  ['B31', 'a Service that becomes ExternalName loses its addresses and families', 'it loses internalTrafficPolicy too'],
  [
    'B66',
    'Exact beats Prefix on the same path',
    'Traefik 3.7 gives the longer rule text the first say, which is that of Prefix',
  ],
  [
    'C2',
    'Endpoints without ready addresses print `<none>`',
    'they print nothing; only Endpoints without subsets print `<none>`',
  ],
];

/** docs/parity.md: what was asked, of whom, and where the embedded cluster answers otherwise. */
export const renderPage = (): string => {
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
    'removes the cluster: about seven minutes. Recorded answers are never edited by hand; one that must stay as it is carries `locked` with the',
    'reason. To add a question, add a row to a table in `test/parity/probes/` and record its topic.',
    '',
    '## Where the cluster corrected what was expected',
    '',
    'The rows come from the public documentation and sources of Kubernetes. Where the real cluster answered otherwise, it is right:',
    '',
    '| Row | Expected | Seen |',
    '| --- | --- | --- |',
    ...corrections.map(([id, expected, seen]) => `| ${id} | ${cell(expected)} | ${cell(seen)} |`),
    '',
    '## Known differences',
    '',
    'Each of these is tested to differ still: one that is mended must be taken out of `test/parity/known-differences.ts`.',
    '',
    ...differences.flatMap(({ reason, rows: list }) => [`- ${reason}`, ...list.map((key) => `  - ${cell(key)}`)]),
  ].join('\n')}\n`;
};
