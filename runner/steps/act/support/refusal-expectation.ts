import type { ApiError } from '../../../cluster/api-error.ts';
import { listOf } from '../../../core/json.ts';
import { suggest } from '../../../core/nearest.ts';
import { integer, oneOrSeveral, optional, string } from '../../../core/shape.ts';

/** The expected cause of a refusal. */
export interface RefusalExpectation {
  contains?: string | string[];
  field?: string;
  status?: number;
  reason?: string;
}

/** Keys for `object(…)`. Use them together with `statedCause` as its third argument. */
export const refusalFields = {
  contains: optional(
    oneOrSeveral(
      string('A string.'),
      "A string in the API server's message, or several. With field: in the message about that field.",
    ),
  ),
  field: optional(string('The field at fault, as the API server names it, such as spec.ports[0].nodePort.')),
  status: optional(integer('The HTTP status, such as 422.', { minimum: 400, maximum: 599 })),
  reason: optional(string('The reason of the Status object, such as Invalid, AlreadyExists or Forbidden.')),
};

/**
 * A cause is required: otherwise the step would also pass if the API server refuses an unrelated mistake in the
 * manifest.
 */
export const statedCause = { anyOf: [{ required: ['contains'] }, { required: ['field'] }] };

export const refusalText = ({ contains, field, status, reason }: RefusalExpectation): string =>
  [
    ...(field === undefined ? [] : [`for ${field}`]),
    ...listOf(contains).map((text) => `with ${JSON.stringify(text)}`),
    ...(status === undefined ? [] : [`with status ${status}`]),
    ...(reason === undefined ? [] : [`as ${reason}`]),
  ].join(', ');

/**
 * The differences between a refusal and the expectation. A string may be in the message or in a cause. With `field`, it
 * must be in a cause of that field, because the same string about another field would prove nothing.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export const refusalFaults = (
  { status, reason, message, causes }: ApiError,
  expected: RefusalExpectation,
): { faults: string[]; hint?: string } => {
  const { field } = expected;
  const fields = [...new Set(causes.map((each) => each.field).filter(Boolean))];
  const chosen = causes.filter((each) => field === undefined || each.field === field);
  const words = [...(field === undefined ? [message] : []), ...chosen.map((each) => `${each.field}: ${each.message}`)];
  const faults: string[] = [];
  if (field !== undefined && chosen.length === 0)
    faults.push(`Its causes are about ${fields.length > 0 ? fields.join(', ') : 'no field'}, not ${field}.`);
  else
    for (const text of listOf(expected.contains))
      if (!words.some((each) => each.includes(text)))
        faults.push(`Its message ${field === undefined ? '' : `about ${field} `}lacks ${JSON.stringify(text)}.`);
  if (expected.status !== undefined && expected.status !== status)
    faults.push(`Its status is ${status}, not ${expected.status}.`);
  if (expected.reason !== undefined && expected.reason !== reason)
    faults.push(`Its reason is ${reason}, not ${expected.reason}.`);
  const hint = field !== undefined && chosen.length === 0 ? fieldHint(field, fields) : '';
  return { faults, ...(hint && { hint }) };
};

const fieldHint = (field: string, fields: readonly string[]): string =>
  fields.length > 0
    ? suggest(field, fields, 'Fields')
    : 'Only a refusal with 422 Invalid names fields: use contains for other refusals.';
