import type { JsonObject } from '../../core/json.ts';
import { valueAt } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { entriesAt, one, otherNumber } from './other.ts';

/** An address that is reserved for documentation (RFC 5737), so no host answers there. */
const nowhere = '192.0.2.99';

const serviceLabel = 'kubernetes.io/service-name';

export const breakEndpoints = (endpoints: JsonObject): Mutation[] =>
  entriesAt(endpoints, ['subsets']).flatMap(({ path, value: subset }) => [
    ...entriesAt(subset, ['addresses']).map(({ path: below }) => one('address', [...path, ...below, 'ip'], nowhere)),
    ...entriesAt(subset, ['ports']).map(({ path: below, value: port }) =>
      one('port', [...path, ...below, 'port'], otherNumber(port['port'])),
    ),
  ]);

export const breakEndpointSlice = (slice: JsonObject): Mutation[] => [
  ...entriesAt(slice, ['endpoints']).map(({ path }) => one('address', [...path, 'addresses', 0], nowhere)),
  ...entriesAt(slice, ['ports']).map(({ path, value: port }) =>
    one('port', [...path, 'port'], otherNumber(port['port'])),
  ),
  ...(valueAt(slice, ['metadata', 'labels', serviceLabel]) === undefined
    ? []
    : [one('labels', ['metadata', 'labels', serviceLabel], 'other')]),
];
