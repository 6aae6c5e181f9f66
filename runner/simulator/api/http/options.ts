import { type FieldError, forbiddenField, notSupported, required, tooLong } from '../field-error.ts';
import type { WriteOptions } from '../read-object.ts';
import { badRequest, invalidOptions } from '../status.ts';

/** k8s.io/apimachinery/pkg/apis/meta/v1: the query parameters of requests. */

export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** A whole number, or 400 as Go's strconv tells it. */
export const integerOf = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
};

const maxUint64 = 2n ** 64n - 1n;

/**
 * The resourceVersion of a list or watch as a number: 0 when there is none, or 400 in Go's words. A real server of this release
 * says the same of a watch with code 500 (https://github.com/kubernetes/kubernetes/issues/139485), and of a list with 400.
 */
export const versionOf = (query: URLSearchParams, start = ''): number => {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') return 0;
  const isNumber = /^\d+$/.test(text);
  if (isNumber && BigInt(text) <= maxUint64) return Number(text);
  const shown = JSON.stringify(text);
  const fault = isNumber ? 'value out of range' : 'invalid syntax';
  throw badRequest(`${start}resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: ${fault}`);
};

const validations = ['', 'Ignore', 'Strict', 'Warn'];
const maxManager = 128;

const validate = (query: URLSearchParams): FieldError[] => {
  const dryRun = query.getAll('dryRun');
  const validation = query.get('fieldValidation') ?? '';
  return [
    ...((query.get('fieldManager') ?? '').length > maxManager ? [tooLong('fieldManager', maxManager)] : []),
    ...(dryRun.some((each) => each !== 'All') ? [notSupported('dryRun', dryRun, ['All'])] : []),
    ...(validations.includes(validation) ? [] : [notSupported('fieldValidation', validation, validations)]),
  ];
};

const validatePatch = (query: URLSearchParams, type: string): FieldError[] => {
  if (type === patchTypes.apply)
    return query.get('fieldManager') ? [] : [required('fieldManager', 'is required for apply patch')];
  return query.get('force') === null ? [] : [forbiddenField('force', 'may not be specified for non-apply patch')];
};

const kinds: Record<string, string> = { POST: 'CreateOptions', PUT: 'UpdateOptions', PATCH: 'PatchOptions' };

export interface WriteRequest {
  method: string;
  query: URLSearchParams;
  agent: string;
  contentType: string;
}

/** Options of a write. The manager defaults to the program's name in the User-Agent. */
export const writeOptionsOf = (
  { method, query, agent, contentType }: WriteRequest,
  subresource?: string,
): WriteOptions => {
  const kind = kinds[method] ?? 'UpdateOptions';
  const [type = ''] = contentType.split(';');
  const faults = [...(method === 'PATCH' ? validatePatch(query, type) : []), ...validate(query)];
  if (faults.length > 0) throw invalidOptions(kind, faults);
  const validation = query.get('fieldValidation');
  return {
    dryRun: query.getAll('dryRun').length > 0,
    manager: query.get('fieldManager') || agent.split('/')[0] || 'unknown',
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    ...(subresource && { subresource }),
  };
};
