import process from 'node:process';

/** What the event loop has in hand, for a clock that leaps. The time limit of a test is a timer that nothing here waits for. */
export const pending = (): string[] => process.getActiveResourcesInfo().filter((word) => word !== 'Timeout');
