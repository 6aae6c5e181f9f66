import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { commandLine } from '../../../probe/command-line.ts';

const longestManifest = 2_000;

/** `printf %s '{…}' | kubectl … -f -`: a line with the objects in it. Undefined if they are too long for one line. */
export const inlineManifest = (words: readonly string[], objects: readonly KubernetesObject[]): string | undefined => {
  const json = JSON.stringify(
    objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', items: [...objects] },
  );
  return json.length <= longestManifest
    ? `printf %s ${commandLine([json])} | ${commandLine([...words, '-f', '-'])}`
    : undefined;
};
