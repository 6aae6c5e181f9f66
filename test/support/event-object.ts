import type { KubernetesObject } from '../../runner/cluster/cluster.ts';

export interface EventOptions {
  type?: 'Normal' | 'Warning';
  kind?: string;
  name?: string;
  uid?: string;
  namespace?: string;
  /** The lastTimestamp. */
  time?: string;
}

/** An event in namespace demo, by default about pod kubia-1. */
export const eventObject = (
  reason: string,
  message: string,
  {
    type = 'Normal',
    kind = 'Pod',
    name = 'kubia-1',
    uid,
    namespace = 'demo',
    time = '2026-01-01T00:00:00Z',
  }: EventOptions = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `${name}.${reason}.${time}`, namespace },
  involvedObject: { kind, name, ...(uid !== undefined && { uid }) },
  reason,
  message,
  type,
  lastTimestamp: time,
});
