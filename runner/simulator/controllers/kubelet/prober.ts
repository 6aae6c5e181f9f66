import type { Clock } from '../../../core/clock.ts';
import type { Container } from '../../objects/pods.ts';
import { type ProbeResult, type ProbeWatch, watchProbe } from './probes.ts';

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

class ContainerWatch {
  readonly #watched: Watched;
  #startup: ProbeWatch | undefined;
  #readiness: ProbeWatch | undefined;
  #liveness: ProbeWatch | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
    if (watched.spec.startupProbe) this.#startup = this.#watch('startupProbe');
    else this.#go();
  }

  #watch(kind: ProbeKind): ProbeWatch | undefined {
    const watched = this.#watched;
    const probe = watched.spec[kind];
    if (!probe) return undefined;
    return watchProbe(probe, watched.clock, {
      look: () => watched.look(kind),
      tell: ({ ok, message }, settled) => {
        if (!ok) watched.tell(`${titles[kind]} probe failed: ${message}`);
        if (settled) this.#settle(kind, ok);
      },
    });
  }

  #settle(kind: ProbeKind, ok: boolean): void {
    const watched = this.#watched;
    if (kind === 'readinessProbe') watched.ready(ok);
    if (kind === 'livenessProbe' && !ok) watched.failed('liveness');
    if (kind !== 'startupProbe') return;
    this.#startup?.end();
    if (ok) this.#go();
    else watched.failed('startup');
  }

  #go(): void {
    this.#watched.started();
    if (!this.#watched.spec.readinessProbe) this.#watched.ready(true);
    this.#readiness = this.#watch('readinessProbe');
    this.#liveness = this.#watch('livenessProbe');
  }

  end(): void {
    for (const each of [this.#startup, this.#readiness, this.#liveness]) each?.end();
  }
}

/** The probes of one run of a container, until they are ended: startup first, then readiness and liveness side by side. */
export const watchContainer = (watched: Watched): { end(): void } => new ContainerWatch(watched);
