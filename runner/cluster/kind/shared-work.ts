/**
 * Work that is shared: callers of the same key get the same promise. A key whose work failed is forgotten, so that it
 * can be tried again.
 */
export const makeShared = (): (<Value>(key: string, work: () => Promise<Value>) => Promise<Value>) => {
  const running = new Map<string, Promise<unknown>>();
  return <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    if (running.has(key)) return running.get(key) as Promise<Value>;
    const started = work();
    running.set(key, started);
    started.catch(() => running.delete(key));
    return started;
  };
};
