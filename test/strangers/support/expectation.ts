/** The expectation that the comments at the top of a scenario file state. */
export interface Expectation {
  exit: number;
  /** Step id → outcome and, if stated, reason code. */
  steps: Readonly<Record<string, string>>;
  /** Texts that the console output contains. */
  says: string[];
  /** Texts that it does not contain. */
  doesNotSay: string[];
  /** Whether the file is also run on a real cluster. */
  onKind: boolean;
}

const lines = (text: string, word: string): string[] =>
  [...text.matchAll(new RegExp(`^# ${word}: (.+)$`, 'gm'))].map(([, value = '']) => value.trim());

/**
 * Reads comments such as these: `# exit: 1`, `# step: curl failed refused`, `# says: pod web-b`,
 * `# does not say: crashed`, `# on: kind`. Throws if there is no `# exit:`, because such a file would prove nothing.
 */
export const expectationOf = (text: string): Expectation => {
  const [exit] = lines(text, 'exit');
  if (exit === undefined || !/^\d$/.test(exit)) throw new Error('The file has no comment "# exit: CODE".');
  const steps = lines(text, 'step').map((line) => {
    const [id = '', ...outcome] = line.split(/\s+/);
    return [id, outcome.join(' ')] as const;
  });
  return {
    exit: Number(exit),
    steps: Object.fromEntries(steps),
    says: lines(text, 'says'),
    doesNotSay: lines(text, 'does not say'),
    onKind: lines(text, 'on').includes('kind'),
  };
};
