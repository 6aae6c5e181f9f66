import { isObject, type JsonObject, type JsonValue, objectsAt, textAt } from '../core/json.ts';
import { ApiError } from './api-error.ts';

/** The most characters of an answer that is not a Status, such as a proxy's error page. */
const longestMessage = 500;

/** Reasons for answers without one (apimachinery, errors.NewGenericServerResponse). */
const reasons: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const causesOf = (status: JsonObject): ApiError['causes'] =>
  objectsAt(status, 'details', 'causes').map((cause) => ({
    reason: textAt(cause, 'reason') ?? '',
    message: textAt(cause, 'message') ?? '',
    field: textAt(cause, 'field') ?? '',
  }));

/** An answer's body as text. */
export const bodyText = (body: string | JsonObject): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** The value of a JSON text; undefined if it is not JSON. The body of an answer may already be a value. */
export const parseJson = (body: string | JsonObject): JsonValue | undefined => {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/**
 * A Status object as an error. `httpStatus` replaces a missing code.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export const errorOfStatus = (status: JsonObject, httpStatus: number): ApiError => {
  const code = typeof status['code'] === 'number' ? status['code'] : httpStatus;
  const reason = textAt(status, 'reason') || (reasons[code] ?? 'Unknown');
  return new ApiError(code, reason, textAt(status, 'message') || reason, causesOf(status));
};

/**
 * Server-side apply answers 500 if the object does not match its schema (unknown field, wrong type), whereas a create
 * answers 400. In both cases the object is at fault (apiserver, handlers/fieldmanager; seen on Kubernetes 1.34).
 */
const isSchemaFault = ({ status, message }: ApiError): boolean =>
  status === 500 && message.startsWith('failed to create typed patch object');

/** An HTTP answer as an error, whether its body is a Status or not. */
export const errorOfAnswer = (httpStatus: number, body: string | JsonObject): ApiError => {
  const value = parseJson(body);
  if (isObject(value) && value['kind'] === 'Status') {
    const error = errorOfStatus(value, httpStatus);
    return isSchemaFault(error) ? new ApiError(400, 'BadRequest', error.message, error.causes) : error;
  }
  return errorOfStatus({ code: httpStatus, message: bodyText(body).trim().slice(0, longestMessage) }, httpStatus);
};
