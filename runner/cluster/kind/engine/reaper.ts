import type { Engine } from './engine.ts';

/**
 * Starts testcontainers' reaper (Ryuk), which removes containers when this process is gone without a word, and returns
 * the label that it goes by. Undefined when its image cannot be had or it cannot start: `sweep` does its work later.
 */
export const startReaper = async ({ client }: Engine): Promise<Record<string, string> | undefined> => {
  const { getReaper, LABEL_TESTCONTAINERS_SESSION_ID } = await import('testcontainers');
  try {
    const { sessionId } = await getReaper(client);
    return { [LABEL_TESTCONTAINERS_SESSION_ID]: sessionId };
  } catch {
    return undefined;
  }
};
