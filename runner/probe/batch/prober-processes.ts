import type { Vantage } from '../../cluster/cluster.ts';
import { type ProbeContext, runCommand } from '../exec.ts';
import { type Prober, type ProberPhase, type ProberRecord, readOne } from './prober-record.ts';

/** Milliseconds between two requests: about 30 requests a second, as many as a shell loop makes. */
const pause = 30;

/** A prober of new connections for clusters where an exec costs nothing: each request is a curl process of its own. */
export class ProcessProber implements Prober {
  readonly #context: ProbeContext;
  readonly #vantage: Vantage;
  readonly #words: readonly string[];
  readonly #records: ProberRecord[] = [];
  readonly #stopping = new AbortController();
  #phase: ProberPhase = 'before';
  #running: Promise<void> = Promise.resolve();

  private constructor(context: ProbeContext, vantage: Vantage, words: readonly string[]) {
    this.#context = context;
    this.#vantage = vantage;
    this.#words = words;
  }

  /** Resolves when the first request has ended. Rejects as `runCommand` does. */
  static async start(context: ProbeContext, vantage: Vantage, words: readonly string[]): Promise<ProcessProber> {
    const prober = new ProcessProber(context, vantage, words);
    await prober.#request();
    prober.#running = prober.#repeat();
    // `stop` reports a rejection; a prober that is abandoned must not leave one unhandled.
    prober.#running.catch(() => undefined);
    return prober;
  }

  async enter(phase: ProberPhase): Promise<void> {
    this.#phase = phase;
  }

  async stop(): Promise<ProberRecord[]> {
    this.#stopping.abort();
    await this.#running;
    return this.#records;
  }

  async abandon(): Promise<void> {
    this.#stopping.abort();
  }

  async #request(): Promise<void> {
    const began = this.#phase;
    const argv = ['curl', ...this.#words] as const;
    const { status, stdout, stderr } = await runCommand(this.#context, this.#vantage, { argv });
    this.#records.push(readOne(began, status, `${stdout}\n${stderr}`));
  }

  async #repeat(): Promise<void> {
    for (;;) {
      await this.#context.clock.sleep(pause, this.#stopping.signal).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      await this.#request();
    }
  }
}
