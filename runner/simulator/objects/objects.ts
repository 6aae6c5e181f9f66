/** For `api/`, until its kinds have homes of their own: import from the files named here. */

export { isSameJson as isSame } from '../../core/json.ts';
export type { LabelSelector, Labels } from '../../core/labels.ts';
export type { ConfigMap, Secret } from './configuration.ts';
export type * from './endpoints.ts';
export type * from './ingresses.ts';
export * from './metadata.ts';
export type * from './namespaces.ts';
export type * from './nodes.ts';
export type * from './pods.ts';
export type * from './services.ts';
