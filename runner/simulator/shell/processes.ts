/** The processes of a machine that a signal can reach: its first one, and those that were started from outside. */
export interface Processes {
  /** A new process with a number of its own. */
  start(): Process;
  /** False when there is no such process. Signal 0 only looks. */
  kill(pid: number, signal: number): boolean;
}

export interface Process {
  readonly pid: number;
  /** Fires when a signal ends it. */
  readonly killed: AbortSignal;
  /** Its exit status then: 128 and the signal's number. */
  readonly status: number | undefined;
  /** It is over: its number means nobody any more. */
  end(): void;
}

/** Numbers of processes that a container's own start has used. */
const firstPid = 7;

/** `terminate` ends the first process. */
export const createProcesses = (terminate: (status: number) => void): Processes => {
  const running = new Map<number, (signal: number) => void>([[1, (signal) => terminate(128 + signal)]]);
  let next = firstPid;
  return {
    start: () => {
      const pid = next;
      next += 6;
      const over = new AbortController();
      let status: number | undefined;
      running.set(pid, (signal) => {
        status ??= 128 + signal;
        over.abort();
      });
      return {
        pid,
        killed: over.signal,
        get status() {
          return status;
        },
        end: () => void running.delete(pid),
      };
    },
    kill: (pid, signal) => {
      const end = running.get(pid);
      if (end && signal !== 0) end(signal);
      return end !== undefined;
    },
  };
};
