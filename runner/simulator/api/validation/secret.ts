import type { Meta, Secret } from '../../objects/objects.ts';
import { type FieldError, invalidValue, required } from '../field-error.ts';

/** Keys that a Secret of a type must have; of several in one entry, one is enough. */
const keysOf: Record<string, readonly string[][]> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/basic-auth': [['username', 'password']],
};

const account = 'kubernetes.io/service-account.name';

/** https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
export const faultsOfSecret = ({ type = '', data = {}, metadata }: Secret, old: Secret | undefined): FieldError[] => {
  const missing = (Object.hasOwn(keysOf, type) ? (keysOf[type] ?? []) : []).filter(
    (keys) => !keys.some((key) => Object.hasOwn(data, key)),
  );
  const unnamed =
    type === 'kubernetes.io/service-account-token' && !(metadata as Meta).annotations?.[account]
      ? [required(`metadata.annotations[${account}]`)]
      : [];
  return [
    ...unnamed,
    ...missing.flat().map((key) => required(`data[${key}]`)),
    ...(old && old.type !== type ? [invalidValue('type', type, 'field is immutable')] : []),
  ];
};
