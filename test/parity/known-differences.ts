/** Rows that differ for the same reason, by name. */
export interface KnownDifference {
  reason: string;
  rows: readonly string[];
}

/** Rows to which the embedded cluster answers differently from the real one, and why. */
export const differences: readonly KnownDifference[] = [
  {
    reason:
      'Traefik gives precedence to the rule with the longer text, so that Prefix beats Exact on the same path; the embedded controller follows the specification, which says the opposite.',
    rows: ['B66a Prefix /foo → one, Exact /foo → two: /foo', 'B66a Exact /foo → two, Prefix /foo → one: /foo'],
  },
  {
    reason: 'Traefik lets a wildcard match an empty label, which no client sends.',
    rows: ['B66 a wildcard host and an empty label'],
  },
];

/** Reasons by the row's name. */
export const knownDifferences: Readonly<Record<string, string>> = Object.fromEntries(
  differences.flatMap(({ reason, rows }) => rows.map((row) => [row, reason])),
);
