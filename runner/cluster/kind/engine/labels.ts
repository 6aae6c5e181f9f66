import type { Owner } from '../../owner.ts';

/** Labels of every container and network that a run makes: what `sweep` and `close` go by. */
export const labels = {
  run: 'dev.plumbline.run',
  ownerPid: 'dev.plumbline.owner-pid',
  bootId: 'dev.plumbline.boot-id',
  startTime: 'dev.plumbline.start-time',
  /** Where the owner's process number means something: the machine and its PID namespace. */
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

/** The owner that an object's labels name; undefined for what is not ours. */
export const ownerOf = (all: Readonly<Record<string, string>> | undefined): Owner | undefined =>
  all?.[labels.run] === undefined
    ? undefined
    : {
        pid: all[labels.ownerPid] ?? '',
        bootId: all[labels.bootId] ?? '',
        startTime: all[labels.startTime] ?? '',
        scope: all[labels.scope] ?? '',
      };
