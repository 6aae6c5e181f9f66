import type { ApiError } from '../../../cluster/api-error.ts';
import { listOf } from '../../../core/json.ts';
import { suggest } from '../../../core/nearest.ts';
import { integer, oneOrSeveral, optional, string } from '../../../core/shape.ts';

/** Why the API server must refuse a request. */
export interface RefusalExpectation {
  contains?: string | string[];
  field?: string;
  status?: number;
  reason?: string;
}

/** Keys for `object(…)`; pair them with `statedCause` as its third argument. */
export const refusalFields = {
  contains: optional(
    oneOrSeveral(
      string('Text.'),
      "Text that the API server's words have, or several; with a field, the words about that field.",
    ),
  ),
  field: optional(string('The field that is at fault, as the API server writes it: spec.ports[0].nodePort.')),
  status: optional(integer('The HTTP status, such as 422.', { minimum: 400, maximum: 599 })),
  reason: optional(string("The Status' reason, such as Invalid, AlreadyExists or Forbidden.")),
};

/** Without a cause any refusal would do, also one for a slip that the scenario did not mean. */
export const statedCause = { anyOf: [{ required: ['contains'] }, { required: ['field'] }] };

export const refusalText = ({ contains, field, status, reason }: RefusalExpectation): string =>
  [
    ...(field === undefined ? [] : [`for ${field}`]),
    ...listOf(contains).map((text) => `with ${JSON.stringify(text)}`),
    ...(status === undefined ? [] : [`with status ${status}`]),
    ...(reason === undefined ? [] : [`as ${reason}`]),
  ].join(', ');

/**
 * What in a refusal is not as expected; nothing when it fits. Text is looked for in the message and its causes, and
 * beside a field in the causes of that field: another cause with the same words would prove nothing.
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
    faults.push(`The causes name ${fields.length > 0 ? fields.join(', ') : 'no field'}, not ${field}.`);
  else
    for (const text of listOf(expected.contains))
      if (!words.some((each) => each.includes(text)))
        faults.push(`The words ${field === undefined ? '' : `about ${field} `}lack ${JSON.stringify(text)}.`);
  if (expected.status !== undefined && expected.status !== status)
    faults.push(`The status is ${status}, not ${expected.status}.`);
  if (expected.reason !== undefined && expected.reason !== reason)
    faults.push(`The reason is ${reason}, not ${expected.reason}.`);
  const hint = field !== undefined && chosen.length === 0 ? fieldHint(field, fields) : '';
  return { faults, ...(hint && { hint }) };
};

const fieldHint = (field: string, fields: readonly string[]): string =>
  fields.length > 0
    ? suggest(field, fields, 'Fields')
    : 'Only an answer of 422 Invalid names fields: use contains for other answers.';
