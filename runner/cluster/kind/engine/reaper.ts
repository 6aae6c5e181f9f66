import type { Engine } from './engine.ts';

/**
 * Starts testcontainers' reaper (Ryuk), which removes containers if this process is killed, and returns the label by which
 * it finds them. Undefined if its image cannot be pulled or it cannot start: then `sweep` removes them later.
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
