/** Rows that differ for one reason, by name. */
export interface KnownDifference {
  reason: string;
  rows: readonly string[];
}

/** Where the embedded cluster answers otherwise than the real one, and why that is known. */
export const differences: readonly KnownDifference[] = [
  {
    reason:
      'Traefik gives the rule with the longer text the first say, so Prefix beats Exact on the same path; the specification, which the embedded controller follows, says the opposite.',
    rows: ['B66a Prefix /foo → one, Exact /foo → two: /foo', 'B66a Exact /foo → two, Prefix /foo → one: /foo'],
  },
  {
    reason: 'Traefik takes a wildcard for an empty label; no client sends one.',
    rows: ['B66 a wildcard host and an empty label'],
  },
];

/** Reasons by the row's name. */
export const knownDifferences: Readonly<Record<string, string>> = Object.fromEntries(
  differences.flatMap(({ reason, rows }) => rows.map((row) => [row, reason])),
);
