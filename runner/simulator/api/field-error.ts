import type { JsonValue } from '../../core/json.ts';

/** The kinds of k8s.io/apimachinery/pkg/util/validation/field, with the words of each. */
const titles = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
} as const;

export interface FieldError {
  reason: keyof typeof titles;
  field: string;
  detail: string;
  /** The offending value, for the kinds that show it. */
  value?: JsonValue | undefined;
}

export const required = (field: string, detail = ''): FieldError => ({ reason: 'FieldValueRequired', field, detail });
export const forbiddenField = (field: string, detail: string): FieldError => ({
  reason: 'FieldValueForbidden',
  field,
  detail,
});
export const invalidValue = (field: string, value: JsonValue | undefined, detail: string): FieldError => ({
  reason: 'FieldValueInvalid',
  field,
  detail,
  value,
});
export const duplicate = (field: string, value: JsonValue): FieldError => ({
  reason: 'FieldValueDuplicate',
  field,
  detail: '',
  value,
});
export const tooLong = (field: string, limit: number): FieldError => ({
  reason: 'FieldValueTooLong',
  field,
  detail: `may not be more than ${limit} bytes`,
});

/** Go's %q for the strings that occur here. */
export const quote = (text: string): string => JSON.stringify(text);

export const notSupported = (field: string, value: JsonValue, allowed: readonly string[]): FieldError => ({
  reason: 'FieldValueNotSupported',
  field,
  detail: `supported values: ${allowed.map(quote).join(', ')}`,
  value,
});

const hidesValue = new Set(['FieldValueRequired', 'FieldValueForbidden', 'FieldValueTooLong', 'InternalError']);

/** `Invalid value: "x": must be …`, as field.Error.ErrorBody writes it in 1.34. */
export const bodyOf = ({ reason, detail, value }: FieldError): string => {
  const head = hidesValue.has(reason) ? titles[reason] : `${titles[reason]}: ${JSON.stringify(value ?? null)}`;
  return detail ? `${head}: ${detail}` : head;
};

export const describeFault = (fault: FieldError): string => `${fault.field}: ${bodyOf(fault)}`;

export const causeOf = (fault: FieldError): { reason: string; message: string; field: string } => ({
  reason: fault.reason,
  message: bodyOf(fault),
  field: fault.field,
});
