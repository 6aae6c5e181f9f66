import type { Clock } from '../../../core/clock.ts';
import type { Container, Probe } from '../../api/objects.ts';
import { type ProbeResult, watchProbe } from './probes.ts';

export interface Watched {
  spec: Container;
  clock: Clock;
  look(probe: Probe): Promise<ProbeResult>;
  /** A probe failed, in the words of the event. */
  tell(message: string): void;
  /** The startup probe succeeded, or there is none. */
  started(): void;
  ready(value: boolean): void;
  /** The container must be restarted. */
  failed(kind: 'startup' | 'liveness'): void;
  signal: AbortSignal;
}

const ignore = (): undefined => undefined;

/** The probes of one run of a container: startup first, then readiness and liveness side by side. */
export const watchContainer = async ({
  spec,
  clock,
  look,
  tell,
  started,
  ready,
  failed,
  signal,
}: Watched): Promise<void> => {
  const { startupProbe, readinessProbe, livenessProbe } = spec;
  const say = (kind: string, { ok, message }: ProbeResult): void => {
    if (!ok) tell(`${kind} probe failed: ${message}`);
  };
  if (startupProbe) {
    const settled = new AbortController();
    let good = false;
    const either = AbortSignal.any([signal, settled.signal]);
    await watchProbe(
      () => look(startupProbe),
      startupProbe,
      clock,
      either,
      (result, done) => {
        say('Startup', result);
        if (!done) return;
        good = result.ok;
        settled.abort();
      },
    ).catch(ignore);
    if (signal.aborted) return;
    if (!good) {
      failed('startup');
      return;
    }
  }
  started();
  if (!readinessProbe) ready(true);
  const watches: Promise<void>[] = [];
  if (readinessProbe)
    watches.push(
      watchProbe(
        () => look(readinessProbe),
        readinessProbe,
        clock,
        signal,
        (result, done) => {
          say('Readiness', result);
          if (done) ready(result.ok);
        },
      ),
    );
  if (livenessProbe)
    watches.push(
      watchProbe(
        () => look(livenessProbe),
        livenessProbe,
        clock,
        signal,
        (result, done) => {
          say('Liveness', result);
          if (done && !result.ok) failed('liveness');
        },
      ),
    );
  await Promise.all(watches.map((each) => each.catch(ignore)));
};
