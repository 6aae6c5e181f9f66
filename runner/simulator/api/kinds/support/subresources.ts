import type { Subresource } from '../api-kind.ts';

const own = ['get', 'patch', 'update'] as const;

/** Of the same kind: written by controllers. */
export const status: Subresource = { verbs: own };

export const scale: Subresource = { group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: own };

/** Requests that go on to what the object stands for. */
export const proxyAs = (kind: string): Subresource => ({
  kind,
  verbs: ['create', 'delete', 'get', 'patch', 'update'],
});

/** A connection that stays, opened with GET or POST. */
export const streamAs = (kind: string): Subresource => ({ kind, verbs: ['create', 'get'] });
