export type Labels = Record<string, string>;

/** matchLabels and matchExpressions, as apps/v1 and NetworkPolicy write them. */
export type LabelSelector = {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};
