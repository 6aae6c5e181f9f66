import { ApiError } from '../../cluster/api-error.ts';
import type { KubernetesObject, Written } from '../../cluster/cluster.ts';
import { DiagnosticError } from '../../core/diagnostic.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Evidence, Finding } from '../../core/result.ts';
import { anyObject, choice, object, optional, type Shape, string, withDefault } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { noMatches, placeObject } from '../kubernetes/placement.ts';
import { isRefusal, refusalEvidence, refusalObservation } from '../kubernetes/refusal.ts';
import { objectTitle, withoutManagedFields } from '../kubernetes/selection.ts';
import { show } from '../kubernetes/subset.ts';
import { defineStep, type StepContext } from '../step.ts';
import { inlineManifest } from './support/inline-manifest.ts';
import {
  type RefusalExpectation,
  refusalFaults,
  refusalFields,
  refusalText,
  statedCause,
} from './support/refusal-expectation.ts';
import { Trace } from './support/trace.ts';

export interface ApplyFailsSpec extends RefusalExpectation {
  file?: string;
  manifest?: JsonObject;
  by: 'apply' | 'create';
}

/** Not empty: an expression without a value would send nothing. */
const manifest: Shape<JsonObject> = { schema: { ...anyObject('The object.').schema, minProperties: 1 } };

/** Sends an object that the API server must refuse for a stated cause. */
export const applyFails = defineStep<ApplyFailsSpec>({
  key: 'apply-fails',
  group: 'act',
  summary: 'The API server refuses the object for the stated cause.',
  description: `
Sends one object as it is written, with
[server-side apply](https://kubernetes.io/docs/reference/using-api/server-side-apply/) or, with \`by: create\`, with a POST, which the
API server also refuses if the object exists. The request is not a dry run, because a dry run does not allocate addresses and ports.
The API server must refuse it for the cause that \`contains\` or \`field\` states. The step fails if the cause is another one, and if
the object was stored; then the change is undone at once. The message is the API server's own, without the prefix that kubectl adds. The
loader checks only that the object has apiVersion, kind and metadata.name. A kind that the API server does not serve, such as the
Ingress of \`extensions/v1beta1\`, cannot be sent: it counts as refused with status 404, reason NotFound and kubectl's message,
\`no matches for kind "Ingress" in version "extensions/v1beta1"\`.
`.trim(),
  shape: object(
    {
      file: optional(string("A file with one object. The path is relative to the scenario's folder.")),
      manifest: optional(manifest),
      by: withDefault(
        choice(['apply', 'create'], 'How the object is sent: server-side apply, or a POST of a new object.'),
        'apply',
      ),
      ...refusalFields,
    },
    'An object, and the cause for which the API server refuses it.',
    { oneOf: [{ required: ['file'] }, { required: ['manifest'] }], ...statedCause },
  ),
  example: `
manifest:
  apiVersion: v1
  kind: Service
  metadata: { name: kubia }
  spec: { type: NodePort, ports: [{ port: 80, nodePort: 80 }] }
field: spec.ports[0].nodePort
contains: provided port is not in the valid range
`.trim(),
  within: 0,
  bind: ({ file, ...spec }, binder) => {
    const bound = file === undefined ? binder.manifest(spec.manifest, ['manifest']) : binder.file(file, ['file']);
    if (bound.length > 1) throw new DiagnosticError(severalObjects(bound.length));
    return { ...spec, manifest: bound[0] ?? {} };
  },
  describe: ({ manifest, ...expected }) => `the API server refuses ${nameOf(manifest)} ${refusalText(expected)}`,
  run: async (spec, context) => {
    const written = spec.manifest as KubernetesObject;
    const namespaced = await context.cluster.api.isNamespaced(written.apiVersion, written.kind);
    const object = placeObject(written, namespaced ?? true, context.namespace);
    const seen = {
      expected: `the API server refuses ${objectTitle(object)} ${refusalText(spec)}`,
      reproduce: reproduceLine(object, spec, context.namespace),
    };
    if (namespaced === undefined) return judge(new ApiError(404, 'NotFound', noMatches(object)), object, spec, seen);
    const trace = await Trace.before(object, context);
    const answer = await send(object, spec, context);
    if (!(answer instanceof ApiError)) return accepted(object, answer, await trace.takeBack(), seen);
    if (await trace.isLeft()) return refusedAndStored(object, answer, await trace.takeBack(), seen);
    trace.isNothing();
    return judge(answer, object, spec, seen);
  },
});

const severalObjects = (count: number) => ({
  code: 'schema-value' as const,
  message: `apply-fails sends one object, but there are ${count}.`,
  hint: 'Write one step for each object, with its own cause.',
});

const nameOf = (manifest: JsonObject = {}): string => {
  const { kind, metadata } = manifest;
  return `${String(kind ?? 'object').toLowerCase()} ${String((isObject(metadata) && metadata['name']) || '')}`.trim();
};

/**
 * The answer, or the refusal. Rethrows any other fault, which says nothing about the object, unless its status is
 * expected.
 */
const send = async (
  object: KubernetesObject,
  { by, status }: ApplyFailsSpec,
  { cluster: { api }, signal }: StepContext,
): Promise<ApiError | Written> => {
  try {
    return await (by === 'create' ? api.create(object, { signal }) : api.apply(object, { signal }));
  } catch (cause) {
    if (cause instanceof ApiError && (isRefusal(cause) || cause.status === status)) return cause;
    throw cause;
  }
};

const judge = (
  answer: ApiError,
  object: KubernetesObject,
  expected: RefusalExpectation,
  seen: Omit<Seen, 'actual'>,
): Finding => {
  const { faults, hint } = refusalFaults(answer, expected);
  const all = {
    ...seen,
    actual: `HTTP ${answer.status} ${answer.reason}: ${answer.message}`,
    evidence: [refusalEvidence(answer)],
    observation: refusalObservation(answer),
  };
  if (faults.length === 0) return passed(all);
  const message = `The API server refused ${objectTitle(object)} for another cause: ${answer.message}. ${faults.join(' ')}`;
  return failed('refusal-mismatch', message, all, hint);
};

const accepted = (
  object: KubernetesObject,
  { object: result, warnings }: Written,
  undone: string,
  seen: Omit<Seen, 'actual'>,
): Finding => {
  const title = objectTitle(object);
  return failed('request-accepted', `The API server accepted ${title}, which it should have refused.`, {
    ...seen,
    actual: `the API server stored ${title}${warnings.length > 0 ? `, with warnings: ${warnings.join('; ')}` : ''}`,
    evidence: [{ title: 'the stored object', text: show(withoutManagedFields(result)) }, undoneEvidence(undone)],
    observation: { warnings },
  });
};

const refusedAndStored = (
  object: KubernetesObject,
  answer: ApiError,
  undone: string,
  seen: Omit<Seen, 'actual'>,
): Finding =>
  failed('request-accepted', `The API server refused ${objectTitle(object)}, but stored it.`, {
    ...seen,
    actual: `it was refused, but stored: ${answer.message}`,
    evidence: [refusalEvidence(answer), undoneEvidence(undone)],
    observation: refusalObservation(answer),
  });

const undoneEvidence = (text: string): Evidence => ({ title: 'clean-up', text });

const reproduceLine = (object: KubernetesObject, { by }: ApplyFailsSpec, namespace: string): string => {
  const words = ['kubectl', ...(by === 'create' ? ['create'] : ['apply', '--server-side']), '-n', namespace];
  return inlineManifest(words, [object]) ?? commandLine([...words, '-f', 'manifest.yaml']);
};
