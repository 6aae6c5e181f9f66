import type { JsonObject } from '../../../runner/core/json.ts';
import type { ReasonCode } from '../../../runner/core/reason.ts';
import { listText, type StepCase } from '../step-cases.ts';

/** Objects and steps: all steps pass, or exactly the last one fails for this reason. */
interface ObjectCase {
  name: string;
  needs?: JsonObject;
  namespaces?: string[];
  /** Manifests, applied in this order. */
  given: JsonObject[];
  steps: JsonObject[];
  red?: ReasonCode;
  /** The text that a student must find in the reason. */
  says?: RegExp;
}

export const objectCases = (cases: readonly ObjectCase[]): StepCase[] => cases.map(toStepCase);

const toStepCase = ({ name, given, steps, red, says, ...more }: ObjectCase): StepCase => ({
  name,
  more: Object.entries(more)
    .map(([word, value]) => `${word}: ${JSON.stringify(value)}`)
    .join('\n'),
  given: listText(given.map((manifest) => ('file' in manifest ? manifest : { manifest }))),
  steps: listText(steps),
  shows: steps.map((_, index) => (red && index === steps.length - 1 ? [`failed ${red}`, says ?? /./] : 'passed')),
  patience: 'settled',
});

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
