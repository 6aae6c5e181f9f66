import type { JsonObject } from '../../../runner/core/json.ts';

/** A Service in front of the pods app=kubia, one unnamed port 80 unless the trial says otherwise. */
export const service = (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...metadata },
  spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

/** A pod that answers every request with its own name. */
export const kubia = (name: string, spec: JsonObject = {}, container: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'kubia' } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'kubia',
        image: 'luksa/kubia',
        imagePullPolicy: 'IfNotPresent',
        ports: [{ name: 'web', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
        ...container,
      },
    ],
    ...spec,
  },
});

export const ready = (name: string): JsonObject => ({ 'wait-for': { kind: `pod/${name}`, condition: 'Ready' } });
