import type { JsonObject } from '../../core/json.ts';
import type { FieldFault } from './field-fault.ts';
import { causeOf, describeFault } from './field-fault.ts';
import { qualifiedName, type Resource } from './resources.ts';

export type Cause = { reason: string; message: string; field: string };

/** A refusal, as the Status object that the API server answers with. */
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.name = 'Refusal';
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

const detailsOf = (resource: Resource, name: string): JsonObject => ({
  name,
  ...(resource.group && { group: resource.group }),
  kind: resource.plural,
});

export const notFound = (resource: Resource, name: string): Refusal =>
  new Refusal(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, detailsOf(resource, name));

/** The path leads nowhere: no such resource type. */
export const noSuchPath = (): Refusal =>
  new Refusal(404, 'NotFound', 'the server could not find the requested resource', {});

export const alreadyExists = (resource: Resource, name: string): Refusal =>
  new Refusal(409, 'AlreadyExists', `${qualifiedName(resource)} "${name}" already exists`, detailsOf(resource, name));

export const conflict = (resource: Resource, name: string, why: string): Refusal =>
  new Refusal(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`,
    detailsOf(resource, name),
  );

export const modified = (resource: Resource, name: string): Refusal =>
  conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );

export const badRequest = (message: string): Refusal => new Refusal(400, 'BadRequest', message);

export const internalError = (message: string): Refusal =>
  new Refusal(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

export const forbidden = (resource: Resource, name: string, why: string): Refusal =>
  new Refusal(403, 'Forbidden', `${qualifiedName(resource)} "${name}" is forbidden: ${why}`, detailsOf(resource, name));

export const methodNotAllowed = (): Refusal =>
  new Refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const expired = (message: string): Refusal => new Refusal(410, 'Expired', message);

type Kind = Pick<Resource, 'group' | 'kind'>;

const qualifiedKind = ({ kind, group }: Kind): string => (group ? `${kind}.${group}` : kind);

/** 422 with a cause for each fault; the message lists them as Go's aggregate errors do. */
export const invalid = (resource: Kind, name: string, faults: readonly FieldFault[]): Refusal => {
  const texts = [...new Set(faults.map(describeFault))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new Refusal(422, 'Invalid', `${qualifiedKind(resource)} "${name}" is invalid: ${list}`, {
    ...(name && { name }),
    ...(resource.group && { group: resource.group }),
    kind: resource.kind,
    causes: faults.map(causeOf),
  });
};
