import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { jsonTypeOf } from '../decode.ts';
import type { ApiKind } from '../kinds/api-kind.ts';
import { isServed, kindAt } from '../kinds/index.ts';
import {
  badRequest,
  NoPage,
  noSuchPath,
  notAcceptable,
  notSimulated,
  StatusError,
  unsupportedMediaType,
} from '../status.ts';
import { unsimulatedAt } from '../unsimulated.ts';
import type { ApiRequest } from './answer.ts';
import { describeJsonFault } from './json-fault.ts';
import { decodeProtobuf } from './protobuf.ts';

/** Where a request goes: an object or a collection of a resource, or one of the server's other paths. */
export interface Target {
  kind: ApiKind;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

/** The address that a request is for. A path that begins with two slashes is a path, not a host. */
export const urlOf = ({ url = '/' }: { url?: string | undefined }): URL => {
  try {
    return url.startsWith('/') ? new URL(`https://localhost${url}`) : new URL(url, 'https://localhost');
  } catch {
    throw badRequest(`invalid URL ${JSON.stringify(url)}`);
  }
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid URL escape in "${part}"`);
  }
};

/** Undefined when the path is not one of resources. Refuses an unknown group or resource with 404. */
export const parseTarget = (path: string): Target | undefined => {
  const parts = path.split('/').filter(Boolean).map(decodePart);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const rest = parts.slice(core ? 2 : 3);
  if (rest.length === 0) return undefined;
  const group = core ? '' : (parts[1] ?? '');
  const version = (core ? parts[1] : parts[2]) ?? '';
  const scoped = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const [plural = '', name, subresource, ...more] = scoped ? rest.slice(2) : rest;
  const missing = unsimulatedAt(group, version, plural);
  if (missing) throw notSimulated(missing);
  if (!isServed(group, version)) throw new NoPage();
  const kind = kindAt(group, version, plural);
  const namespace = scoped ? rest[1] : undefined;
  if (!kind || (namespace !== undefined && !kind.resource.namespaced)) throw noSuchPath();
  if (subresource !== undefined && !Object.hasOwn(kind.subresources ?? {}, subresource)) throw noSuchPath();
  if (more.length > 0 && subresource !== 'proxy') throw noSuchPath();
  return { kind, namespace, name, subresource };
};

/** Headers as texts: one that came several times is a list. https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
export const headerTexts = (headers: ApiRequest['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

/** Bytes of a body that are read; etcd's limit is 1.5 MiB, the API server's 3 MiB. */
const maxBody = 3 * 1024 * 1024;

/** Reads to the end even what is too much, so that the client gets to read the answer. */
export const readBody = async (request: ApiRequest): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBody) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (size > maxBody) throw new StatusError(413, 'RequestEntityTooLarge', `limit is ${maxBody}`);
  return Buffer.concat(chunks);
};

/** A body as JSON text: kubectl's typed commands send protobuf. */
export const textOf = (body: Buffer, contentType: string): string =>
  contentType.startsWith('application/vnd.kubernetes.protobuf')
    ? JSON.stringify(decodeProtobuf(body))
    : body.toString('utf8');

/** Levels of a body: far more than any type has. Go's decoder ends at 10,000. */
const maxDepth = 1_000;

const isTooDeep = (text: string): boolean => {
  if (text.length <= maxDepth) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at];
    if (inText && each === '\\') at += 1;
    else if (each === '"') inText = !inText;
    else if (inText) continue;
    else if (each === '{' || each === '[') depth += 1;
    else if (each === '}' || each === ']') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
};

const parsed = (text: string): { value: JsonValue } | { fault: string } => {
  if (isTooDeep(text)) return { fault: 'json: exceeded max depth' };
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    return { fault: describeJsonFault(text) };
  }
};

const shownBytes = 30;

/** The start of a body as messages show it: JSON objects as they are, all else in hexadecimal. */
const summaryOf = (text: string): string => {
  if (text === '') return '<empty>';
  const bytes = Buffer.from(text);
  const start = bytes.subarray(0, shownBytes).toString(text.startsWith('{') ? 'utf8' : 'hex');
  return bytes.length > shownBytes ? `${start} ...` : start;
};

const identity =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

const faultOfIdentity = (value: JsonValue): string | undefined => {
  if (!isObject(value)) return `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type ${identity}`;
  const wrong = ['apiVersion', 'kind'].find(
    (key) => !['string', 'undefined'].includes(typeof (value[key] ?? undefined)),
  );
  if (wrong === undefined) return undefined;
  return `json: cannot unmarshal ${jsonTypeOf(value[wrong] ?? null)} into Go struct field .${wrong} of type string`;
};

/** A body that is to be an object of `kind`, whose name messages tell. */
export const parseObject = (text: string, kind: string): JsonObject => {
  const result = parsed(text);
  const value = 'value' in result ? (result.value ?? {}) : {};
  const fault = 'fault' in result ? result.fault : faultOfIdentity(value);
  if (fault === undefined && isObject(value)) return value;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${fault} (${summaryOf(text)})`,
  );
};

/** A patch; `start` begins the message about one that is no JSON. */
export const parsePatch = (text: string, start = 'error decoding patch: '): JsonValue => {
  const result = parsed(text);
  if ('fault' in result) throw badRequest(`${start}${result.fault}`);
  return result.value;
};

const bodyTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** Refuses a body of a media type that the server does not read. */
export const mustBeReadable = (contentType: string): void => {
  const [type = ''] = contentType.split(';');
  if (type !== '' && !bodyTypes.includes(type.trim())) throw unsupportedMediaType(bodyTypes);
};

/** Refuses a client that takes nothing of what the server can write. */
export const mustBeWritable = (accept: string): void => {
  const types = accept.split(',').map((each) => each.split(';')[0]?.trim() ?? '');
  const known = ['', '*/*', 'application/*', ...bodyTypes];
  if (!types.some((each) => known.includes(each))) throw notAcceptable(bodyTypes.join(', '));
};
