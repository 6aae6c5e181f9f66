import type { ExecRequest, ExecResult, KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

export const kubiaVariables = {
  KUBIA_SERVICE_HOST: '10.96.0.10',
  KUBIA_SERVICE_PORT: '80',
  KUBIA_PORT: 'tcp://10.96.0.10:80',
  KUBIA_PORT_80_TCP: 'tcp://10.96.0.10:80',
  KUBIA_PORT_80_TCP_PROTO: 'tcp',
  KUBIA_PORT_80_TCP_PORT: '80',
  KUBIA_PORT_80_TCP_ADDR: '10.96.0.10',
};

/** The variables that every container has. */
export const usual = { PATH: '/usr/bin:/bin', HOSTNAME: 'kubia-1', KUBERNETES_SERVICE_HOST: '10.96.0.1' };

/** Answers the script that reads an environment. */
export const environmentExec =
  (variables: Record<string, string>) =>
  (_vantage: unknown, { command }: ExecRequest): Partial<ExecResult> => ({
    stdout: `${Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\0`)
      .join('')}${command[4]}`,
  });

export const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:10Z'];

/** A Service that was created at the given time. */
export const serviceBorn = (creationTimestamp: string, options: Parameters<typeof serviceObject>[0] = {}) => {
  const service = serviceObject(options);
  return { ...service, metadata: { ...service.metadata, creationTimestamp } };
};

/** Pod kubia-1 with a container that started at the given time. */
export const podStarted = (startedAt: string, spec: JsonObject = {}): KubernetesObject =>
  podObject('kubia-1', {
    spec,
    status: { containerStatuses: [{ name: 'kubia', state: { running: { startedAt } } }] },
  });

export const environmentContext = (objects: KubernetesObject[], variables: Record<string, string>) =>
  stepContext(fakeCluster({ objects, exec: environmentExec(variables) }), {
    places: { 'node/n1': { place: 'node', node: 'n1' } },
  });
