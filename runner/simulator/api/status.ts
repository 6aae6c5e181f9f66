import type { JsonObject } from '../../core/json.ts';
import type { FieldError } from './field-error.ts';
import { causeOf, describeFault, invalidValue } from './field-error.ts';
import { apiVersionOf, qualifiedName, type Resource } from './resources.ts';

export type Cause = { reason: string; message: string; field: string };

/** An error that the API server answers with a Status object. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason && { reason: this.reason }),
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

/** The answer to a request that leaves nothing to tell. */
export const success: JsonObject = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

const detailsOf = (resource: Resource, name: string): JsonObject => ({
  name,
  ...(resource.group && { group: resource.group }),
  kind: resource.plural,
});

export const notFound = (resource: Resource, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, detailsOf(resource, name));

/** The path leads nowhere: what no API group takes is answered with plain text. */
export class NoPage extends StatusError {
  constructor() {
    super(404, 'NotFound', '404 page not found\n');
  }
}

/** No such resource type in a group that there is. */
export const noSuchPath = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

export const alreadyExists = (resource: Resource, name: string): StatusError =>
  new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} "${name}" already exists`,
    detailsOf(resource, name),
  );

export const conflict = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`,
    detailsOf(resource, name),
  );

export const modified = (resource: Resource, name: string): StatusError =>
  conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

export const internalError = (message: string): StatusError =>
  new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

export const serviceUnavailable = (message: string): StatusError => new StatusError(503, 'ServiceUnavailable', message);

export const forbidden = (resource: Resource, name: string, why: string): StatusError =>
  new StatusError(
    403,
    'Forbidden',
    `${qualifiedName(resource)} "${name}" is forbidden: ${why}`,
    detailsOf(resource, name),
  );

/** The message of the API server's own router about headers, before any handler sees the request. */
export const notAcceptable = (representations: string): StatusError =>
  new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${representations}`, {});

export const unsupportedMediaType = (accepted: readonly string[]): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

export const unsupportedPatchType = (): StatusError =>
  new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

/** Of a kind that is built in and not simulated. The cause tells programs that this is no fault of theirs. */
export const notSimulated = (resource: Resource): StatusError =>
  new StatusError(501, 'NotImplemented', `${qualifiedName(resource)} is not simulated; use --cluster kind`, {
    ...(resource.group && { group: resource.group }),
    kind: resource.plural,
    causes: [{ reason: 'NotSimulated', message: `${resource.kind} (${apiVersionOf(resource)})` }],
  });

export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message);

interface GroupKind {
  group: string;
  kind: string;
}

const qualifiedKind = ({ kind, group }: GroupKind): string => (group ? `${kind}.${group}` : kind);

/** 422 with a cause for each fault; the message lists them as Go's aggregate errors do. */
export const invalid = (subject: GroupKind, name: string, faults: readonly FieldError[]): StatusError => {
  const { group, kind } = subject;
  const texts = [...new Set(faults.map(describeFault))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${qualifiedKind(subject)} "${name}" is invalid: ${list}`, {
    ...(name && { name }),
    ...(group && { group }),
    ...(kind && { kind }),
    causes: faults.map(causeOf),
  });
};

/** A query parameter that the API server does not take. */
export const invalidOptions = (kind: string, faults: readonly FieldError[]): StatusError =>
  invalid({ group: 'meta.k8s.io', kind }, '', faults);

/** A patch whose outcome is no object of its kind. */
export const invalidPatch = (shown: string, why: string): StatusError =>
  invalid({ group: '', kind: '' }, '', [invalidValue('patch', shown, why)]);
