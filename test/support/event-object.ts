import type { KubernetesObject } from '../../runner/cluster/cluster.ts';

export interface EventOptions {
  type?: 'Normal' | 'Warning';
  kind?: string;
  name?: string;
  uid?: string;
  namespace?: string;
  /** The time of the last occurrence. */
  time?: string;
}

/** An event in namespace demo, about pod kubia-1 unless the test says otherwise. */
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
