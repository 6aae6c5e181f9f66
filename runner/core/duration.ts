const unitMilliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A duration in a scenario: one or more numbers with ms, s, m or h, as Go's time.ParseDuration reads them. */
export const durationPattern = '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$';

/** "1m30s" → 90000. Undefined if the text is not a duration. */
export const parseDuration = (text: string): number | undefined => {
  if (!new RegExp(durationPattern).test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g))
    total += Number(amount) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
  return total;
};

/** 340 → "340ms", 1200 → "1.2s", 90000 → "1m30s": short enough for the end of a line. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)}ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
};
