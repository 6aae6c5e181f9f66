import { ApiError } from '../../cluster/api-error.ts';
import type { KubernetesObject } from '../../cluster/cluster.ts';
import { type JsonObject, listOf } from '../../core/json.ts';
import type { Evidence } from '../../core/result.ts';
import { anyObject, object, oneOrSeveral, optional, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { passed, type Seen } from '../finding.ts';
import { placeObjects, readOwnKinds } from '../kubernetes/placement.ts';
import { isRefusal, refused } from '../kubernetes/refusal.ts';
import { objectTitle } from '../kubernetes/selection.ts';
import { undoLater } from '../kubernetes/undo.ts';
import { defineStep, type StepContext } from '../step.ts';
import { inlineManifest } from './support/inline-manifest.ts';

export interface ApplySpec {
  file?: string | string[];
  manifest?: JsonObject | JsonObject[];
}

/** Applies objects. Several objects are tried with a dry run first, so that all or none are applied where possible. */
export const apply = defineStep<ApplySpec>({
  key: 'apply',
  group: 'act',
  summary: 'The API server accepts the objects and stores them.',
  description: `
Applies objects with [server-side apply](https://kubernetes.io/docs/reference/using-api/server-side-apply/), in the order in which they are
written. Objects without a namespace go to the scenario's namespace. Several objects are all tried with a dry run first, so that a
mistake in the last one does not leave the first ones behind. Objects outside the scenario's namespaces are cleaned up when the scenario
ends: an object that did not exist before is deleted, another one is restored. The step does not wait until pods are ready: use
\`wait-for\` for that.
`.trim(),
  shape: object(
    {
      file: optional(
        oneOrSeveral(string("A path, relative to the scenario's folder."), 'One file of manifests, or several.'),
      ),
      manifest: optional(oneOrSeveral(anyObject('A manifest.'), 'One manifest, or several.')),
    },
    'Files, manifests, or both. Files are applied first.',
    { minProperties: 1 },
  ),
  shorthand: 'file',
  example: `
manifest:
  apiVersion: v1
  kind: Service
  metadata: { name: kubia }
  spec: { selector: { app: kubia }, ports: [{ port: 80, targetPort: 8080 }] }
`.trim(),
  within: 0,
  bind: (spec, binder) => ({
    ...spec,
    manifest: [
      ...listOf(spec.file).flatMap((path, index) =>
        binder.file(path, Array.isArray(spec.file) ? ['file', index] : ['file']),
      ),
      ...listOf(spec.manifest).flatMap((value, index) =>
        binder.manifest(value, Array.isArray(spec.manifest) ? ['manifest', index] : ['manifest']),
      ),
    ],
  }),
  describe: (spec) => `apply ${titlesOf(spec).join(', ')}`,
  run: async (spec, context) => {
    const written = listOf(spec.manifest) as KubernetesObject[];
    const objects = await placeObjects(written, context);
    const reproduce = reproduceLine(spec, objects, context.namespace);
    const seen = { expected: `the API server accepts ${objects.map(objectTitle).join(', ')}`, reproduce };
    const own = readOwnKinds(objects);
    const testable = objects.filter((each) => !own.needs(each));
    for (const each of objects.length > 1 ? testable : []) {
      const answer = await attempt(each, context, true);
      if (answer instanceof ApiError)
        return refused(answer, objectTitle(each), {
          ...seen,
          evidence: [nothingApplied],
          observation: { applied: [] },
        });
    }
    const applied: { object: KubernetesObject; warnings: string[] }[] = [];
    for (const each of objects) {
      const answer = await attempt(each, context, false);
      if (answer instanceof ApiError)
        return refused(answer, objectTitle(each), {
          ...seen,
          ...partly(
            applied.map(({ object }) => object),
            objects,
          ),
        });
      applied.push(answer);
    }
    const warnings = applied.flatMap((each) => each.warnings);
    return passed({
      ...seen,
      actual: `the API server stored ${applied.map(({ object }) => objectTitle(object)).join(', ')}${warnings.length > 0 ? ' with warnings' : ''}`,
      evidence: warnings.length > 0 ? [{ title: 'warnings', text: warnings.join('\n') }] : [],
      observation: { applied: applied.map(({ object }) => objectTitle(object)), warnings },
    });
  },
});

const titlesOf = ({ file, manifest }: ApplySpec): string[] =>
  file !== undefined
    ? listOf(file)
    : (listOf(manifest) as Partial<KubernetesObject>[]).map(
        ({ kind, metadata }) => `${String(kind ?? 'object').toLowerCase()} ${metadata?.name ?? ''}`,
      );

const attempt = async (
  object: KubernetesObject,
  context: StepContext,
  dryRun: boolean,
): Promise<ApiError | { object: KubernetesObject; warnings: string[] }> => {
  const { api } = context.cluster;
  try {
    if (dryRun) return await api.apply(object, { signal: context.signal, dryRun });
    const undoFrom = await undoLater(object, context);
    const written = await api.apply(object, { signal: context.signal });
    undoFrom(written.object);
    return written;
  } catch (cause) {
    if (cause instanceof ApiError && isRefusal(cause)) return cause;
    throw cause;
  }
};

const nothingApplied: Evidence = { title: 'applied', text: 'No object was applied: the dry run failed.' };

const partly = (applied: readonly KubernetesObject[], all: readonly KubernetesObject[]): Partial<Seen> => ({
  observation: { applied: applied.map(objectTitle) },
  evidence:
    applied.length === 0
      ? []
      : [
          {
            title: 'applied',
            text: `${applied.length} of ${all.length} objects had been applied: ${applied.map(objectTitle).join(', ')}`,
          },
        ],
});

const reproduceLine = (
  { file, manifest }: ApplySpec,
  objects: readonly KubernetesObject[],
  namespace: string,
): string => {
  const words = ['kubectl', 'apply', '--server-side', '-n', namespace];
  if (file === undefined || listOf(manifest).length === 0)
    return inlineManifest(words, objects) ?? commandLine([...words, '-f', 'manifest.yaml']);
  return commandLine([...words, ...listOf(file).flatMap((path) => ['-f', path])]);
};
