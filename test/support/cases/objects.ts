import type { JsonObject } from '../../../runner/core/json.ts';
import type { ReasonCode } from '../../../runner/core/reason.ts';
import { listText, type StepCase } from '../step-cases.ts';

/** Objects and steps: all steps pass, or only the last step fails, with this reason. */
interface ObjectCase {
  name: string;
  needs?: JsonObject;
  namespaces?: string[];
  /** Manifests, applied in this order. */
  given: JsonObject[];
  steps: JsonObject[];
  reason?: ReasonCode;
  /** The pattern of the message that a student must read. */
  message?: RegExp;
}

export const objectCases = (cases: readonly ObjectCase[]): StepCase[] => cases.map(toStepCase);

const toStepCase = ({ name, given, steps, reason, message, ...more }: ObjectCase): StepCase => ({
  name,
  more: Object.entries(more)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join('\n'),
  given: listText(given.map((manifest) => ('file' in manifest ? manifest : { manifest }))),
  steps: listText(steps),
  results: steps.map((_, index) =>
    reason && index === steps.length - 1 ? [`failed ${reason}`, message ?? /./] : 'passed',
  ),
  patience: 'settled',
});

/** A Service in front of the pods app=kubia. Its default is one unnamed port 80. */
export const service = (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...metadata },
  spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

/** A Service that is a DNS alias. */
export const externalName = (name: string, target: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { type: 'ExternalName', externalName: target, ...spec },
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

/** A container of `kubia` that never becomes ready. */
export const neverReady: JsonObject = { readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 1 } };

export const ready = (name: string): JsonObject => ({ 'wait-for': { kind: `pod/${name}`, condition: 'Ready' } });

export const twoPods = [kubia('kubia-1'), kubia('kubia-2')];

export const bothReady: JsonObject = { 'wait-for': { kind: 'pod/app=kubia', condition: 'Ready', count: 2 } };
