import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { commandLine } from '../../../probe/command-line.ts';

const longestManifest = 2_000;

/** `printf %s '{…}' | kubectl … -f -`: the objects in the line itself; undefined when they are too long for one. */
export const inlineManifest = (words: readonly string[], objects: readonly KubernetesObject[]): string | undefined => {
  const json = JSON.stringify(
    objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', items: [...objects] },
  );
  return json.length <= longestManifest
    ? `printf %s ${commandLine([json])} | ${commandLine([...words, '-f', '-'])}`
    : undefined;
};
