import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { type Resource, resourceAt } from '../resources.ts';
import { badRequest, noSuchPath, Refusal } from '../status.ts';
import type { ApiRequest } from './answer.ts';
import { decodeProtobuf } from './protobuf.ts';

/** Where a request goes: an object or a collection of a resource, or one of the server's other paths. */
export interface Target {
  resource: Resource;
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

/** Undefined when the path is not one of resources. Refuses an unknown resource with 404. */
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
  const resource = resourceAt(group, version, plural);
  const namespace = scoped ? rest[1] : undefined;
  if (!resource || (namespace !== undefined && !resource.namespaced)) throw noSuchPath();
  if (subresource !== undefined && !resource.subresources.includes(subresource)) throw noSuchPath();
  if (more.length > 0 && subresource !== 'proxy') throw noSuchPath();
  return { resource, namespace, name, subresource };
};

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
  if (size > maxBody) throw new Refusal(413, 'RequestEntityTooLarge', `limit is ${maxBody}`);
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

export const parseJson = (text: string): JsonValue => {
  if (isTooDeep(text)) throw badRequest('the object provided is unrecognized: json: exceeded max depth');
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    const sample = text.slice(0, 30);
    throw badRequest(
      `the object provided is unrecognized (must be of type json): couldn't get version/kind; json parse error: invalid character in ${JSON.stringify(sample)}`,
    );
  }
};

export const parseObject = (text: string): JsonObject => {
  const value = parseJson(text);
  if (!isObject(value)) throw badRequest('the object provided is unrecognized: an object is expected');
  return value;
};
