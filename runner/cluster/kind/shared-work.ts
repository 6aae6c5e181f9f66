/** Work by key: callers of the same key share one promise. A key whose work failed is forgotten and can be tried again. */
export class SharedWork {
  readonly #running = new Map<string, Promise<unknown>>();

  run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const running = this.#running.get(key);
    if (running !== undefined) return running as Promise<Value>;
    const started = work();
    this.#running.set(key, started);
    started.catch(() => this.#running.delete(key));
    return started;
  }
}
