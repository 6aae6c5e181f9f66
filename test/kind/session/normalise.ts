import type { Said } from './kubectl.ts';
import type { Step } from './step.ts';

/** Values that a cluster chooses itself, so that the answers of two clusters differ. */
export interface Facts {
  /** Names of the nodes, the control plane's first. */
  nodes: readonly string[];
  server: string;
  /** The folder of the session's own files. */
  folder: string;
}

const random = '[bcdfghjklmnpqrstvwxz2456789]';

/** Applied in this order, the more specific first. */
const rules: readonly [RegExp, string][] = [
  [/\r/g, ''],
  // Present only if the last change has one object as its cause, which depends on the number of changes at once.
  [/^(Annotations: +)endpoints\.kubernetes\.io\/last-change-trigger-time: .*$/gm, '$1<none>'],
  [/^ *annotations:\n *endpoints\.kubernetes\.io\/last-change-trigger-time: .*\n/gm, ''],
  // Control sequences of a terminal.
  [new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g'), ''],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| [+-]\d{4}( UTC)?)?/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b[EIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (\w+\.go):\d+\]/g, '<log $1>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [new RegExp(`(?<=[a-z0-9]-)${random}{8,10}-${random}{5}\\b`, 'g'), '<hash>-<random>'],
  [new RegExp(`(?<=(pod-template-hash[=:] ?"?))${random}{8,10}\\b`, 'g'), '<hash>'],
  [new RegExp(`(?<=\\bkubia-)${random}{8,10}\\b(?!\\.)`, 'g'), '<hash>'],
  [
    new RegExp(
      `(?<=kube-api-access-|\\b[a-z]+-[a-z]+-|\\bkubia-|\\bexternal-service-|\\bunselected-)${random}{5}\\b`,
      'g',
    ),
    '<random>',
  ],
  [/(?<=\bedit-)\d+(?=\.yaml)|(?<=\/(?:LIVE|MERGED)-)\d+/g, '<random>'],
  [/\b10\.244\.\d+\.\d+/g, '<pod IP>'],
  [/\b10\.96\.(?!0\.1\b|0\.10\b)\d+\.\d+/g, '<cluster IP>'],
  [/\b(172\.\d+|192\.168)\.\d+\.\d+/g, '<machine IP>'],
  [/(?<=resourceVersion"?: )"\d+"/g, '<version>'],
  [/\b3[0-2]\d{3}(?=\/TCP|\b.*nodePort)|(?<=nodePort: )3\d{4}|(?<=[:= ])3[0-2]\d{3}(?=\/TCP)/g, '<node port>'],
  [/time=[\d.]+ ms/g, 'time=<time> ms'],
  [/(?<=, time )\d+ms/g, '<time>'],
  [/(?<=mdev = ).*/g, '<times>'],
  [/(?<=after )\d+ (ms|milliseconds)/g, '<time>'],
  // Ages, also in parentheses and in counts such as "x3 over 2m".
  [/(?<=\s|\()(\d+[smhd]){1,2}(?= ago\)|\)|\s|$)/g, '<age>'],
  [/\(x\d+ over <age>\)/g, ''],
  // The width of a column depends on its longest value.
  [/[ \t]{2,}/g, '  '],
  [/-{3,}/g, '---'],
  [/ +$/gm, ''],
];

const escapeText = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const normalise = (text: string, { nodes, server, folder }: Facts, step: Step): string => {
  let found = text.replaceAll(server, '<server>').replaceAll(folder, '<folder>');
  for (const [index, node] of nodes.entries())
    found = found.replaceAll(
      new RegExp(`${escapeText(node)}(?![\\w-])`, 'g'),
      index === 0 ? '<control plane>' : '<worker>',
    );
  // Endpoints are a set, whose order a real controller shuffles.
  found = found.replaceAll(/\d[\d.]+(?::\d+)?(?:,\d[\d.]+(?::\d+)?)+/g, (list) => list.split(',').sort().join(','));
  for (const { pattern } of step.without ?? []) found = found.replace(pattern, '');
  for (const [pattern, replacement] of rules) found = found.replaceAll(pattern, replacement);
  if (step.lines === 'in any order') return found.split('\n').sort().join('\n');
  if (step.lines === 'the last') return found.trimEnd().split('\n').at(-1) ?? '';
  return found;
};

/** An answer without values that differ between clusters. */
export const normalised = (said: Said, facts: Facts, step: Step): Said => ({
  stdout: normalise(said.stdout, facts, step),
  stderr: normalise(said.stderr, facts, step),
  code: said.code,
});
