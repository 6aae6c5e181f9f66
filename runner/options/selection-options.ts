/** Options of every command that selects scenarios. */
export const selectionOptions = {
  tag: { type: 'strings', value: 'TAG', summary: 'only scenarios with this tag (may be repeated)' },
  grep: { type: 'string', value: 'TEXT', summary: 'only scenarios whose path or title contains this text' },
} as const;
