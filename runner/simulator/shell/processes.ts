export interface Process {
  readonly pid: number;
  /** Fires when a signal ends it. */
  readonly killed: AbortSignal;
  /** Its exit status then: 128 and the signal's number. */
  readonly status: number | undefined;
  /** Called when it is over: then no process has its number. */
  end(): void;
}

/** Numbers of processes that a container's own start has used. */
const firstPid = 7;

/** The processes of a machine that a signal can reach: its first one, and those that were started from outside. */
export class Processes {
  readonly #running: Map<number, (signal: number) => void>;
  #next = firstPid;

  /** `terminate` ends the first process. */
  constructor(terminate: (status: number) => void) {
    this.#running = new Map([[1, (signal) => terminate(128 + signal)]]);
  }

  /** A new process with a number of its own. */
  start(): Process {
    const pid = this.#next;
    this.#next += 6;
    const over = new AbortController();
    let status: number | undefined;
    this.#running.set(pid, (signal) => {
      status ??= 128 + signal;
      over.abort();
    });
    return {
      pid,
      killed: over.signal,
      get status() {
        return status;
      },
      end: () => void this.#running.delete(pid),
    };
  }

  /** False when there is no such process. Signal 0 only looks. */
  kill(pid: number, signal: number): boolean {
    const end = this.#running.get(pid);
    if (end && signal !== 0) end(signal);
    return end !== undefined;
  }
}
