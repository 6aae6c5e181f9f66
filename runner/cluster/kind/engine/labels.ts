import type { Owner } from '../../owner.ts';

/** The labels of every container and network of a run, by which `sweep` and `close` find them. */
export const labels = {
  run: 'dev.plumbline.run',
  ownerPid: 'dev.plumbline.owner-pid',
  bootId: 'dev.plumbline.boot-id',
  startTime: 'dev.plumbline.start-time',
  /** The machine and PID namespace in which the owner's process id is valid. */
  scope: 'dev.plumbline.scope',
  keep: 'dev.plumbline.keep',
  /** control-plane, worker, outside or external-host. */
  role: 'dev.plumbline.role',
} as const;

export type NodeRole = 'control-plane' | 'worker' | 'outside' | 'external-host';

/** The labels that every object of a run has. */
export const labelsOfRun = (runId: string, owner: Owner, keep: boolean): Record<string, string> => ({
  [labels.run]: runId,
  [labels.ownerPid]: owner.pid,
  [labels.bootId]: owner.bootId,
  [labels.startTime]: owner.startTime,
  [labels.scope]: owner.scope,
  [labels.keep]: String(keep),
});

/** The owner in the labels of an object; undefined if the object is not Plumbline's. */
export const ownerOf = (all: Readonly<Record<string, string>> | undefined): Owner | undefined =>
  all?.[labels.run] === undefined
    ? undefined
    : {
        pid: all[labels.ownerPid] ?? '',
        bootId: all[labels.bootId] ?? '',
        startTime: all[labels.startTime] ?? '',
        scope: all[labels.scope] ?? '',
      };
