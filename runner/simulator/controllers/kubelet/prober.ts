import type { Clock } from '../../../core/clock.ts';
import type { Container } from '../../api/objects.ts';
import { type ProbeResult, watchProbe } from './probes.ts';

export type ProbeKind = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

export interface Watched {
  readonly spec: Container;
  readonly clock: Clock;
  look(kind: ProbeKind): Promise<ProbeResult>;
  /** A probe failed, in the words of the event. */
  tell(message: string): void;
  /** The startup probe succeeded, or there is none. */
  started(): void;
  ready(value: boolean): void;
  /** The container must be restarted. */
  failed(kind: 'startup' | 'liveness'): void;
}

const titles: Record<ProbeKind, string> = {
  startupProbe: 'Startup',
  readinessProbe: 'Readiness',
  livenessProbe: 'Liveness',
};

/** The probes of one run of a container: startup first, then readiness and liveness side by side. The answer ends them. */
export const watchContainer = (watched: Watched): (() => void) => {
  const { spec } = watched;
  const ends: (() => void)[] = [];
  const end = (): void => {
    for (const each of ends.splice(0)) each();
  };

  const watch = (kind: ProbeKind, settled: (ok: boolean) => void): void => {
    const probe = spec[kind];
    if (!probe) return;
    const look = (): Promise<ProbeResult> => watched.look(kind);
    ends.push(
      watchProbe(look, probe, watched.clock, ({ ok, message }, done) => {
        if (!ok) watched.tell(`${titles[kind]} probe failed: ${message}`);
        if (done) settled(ok);
      }),
    );
  };

  const go = (): void => {
    watched.started();
    if (!spec.readinessProbe) watched.ready(true);
    watch('readinessProbe', (ok) => watched.ready(ok));
    watch('livenessProbe', (ok) => {
      if (!ok) watched.failed('liveness');
    });
  };

  if (!spec.startupProbe) go();
  else
    watch('startupProbe', (ok) => {
      end();
      if (ok) go();
      else watched.failed('startup');
    });
  return end;
};
