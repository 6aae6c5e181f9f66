import type { JsonObject } from '../../../runner/core/json.ts';
import { makeApi } from './cluster.ts';

export const labels = { app: 'web' };
export const selector = { matchLabels: labels };
export const container = { name: 'a', image: 'b' };
export const template = { metadata: { labels }, spec: { containers: [container] } };

/** The spec of a workload after its creation. */
export const madeOf = (kind: string, spec: JsonObject): JsonObject =>
  makeApi().create(kind, { metadata: { name: 'w' }, spec })['spec'] as JsonObject;
