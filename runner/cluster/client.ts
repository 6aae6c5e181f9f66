import type { Clock } from '../core/clock.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { ApiError, UnreachableError } from './api-error.ts';
import type {
  ExecRequest,
  ExecResult,
  KubernetesApi,
  KubernetesObject,
  ObjectQuery,
  ObjectReference,
  PatchType,
  WriteOptions,
  Written,
} from './cluster.ts';
import type { Connection } from './connection.ts';
import { createDiscovery, type Resource } from './discovery.ts';
import { createExecutor, type ExecTarget, type Executor } from './exec.ts';
import { queryOf, rawPath, segment } from './resource-path.ts';
import { bodyText, errorOfAnswer, parseJson } from './status.ts';
import { type Answer, createTransport, type Request, type Transport } from './transport.ts';
import { parseWarnings } from './warnings.ts';
import { watchEvents, watchSeconds } from './watch.ts';

export interface ClientOptions {
  clock: Clock;
  /** Who owns the fields that are written. Default plumbline. */
  fieldManager?: string;
  /** Milliseconds for one request with all its repeats. Default 10 s. */
  deadline?: number;
  /** What carries requests and commands. Default: the network. */
  carriers?: { transport: Transport; executor: Executor };
}

/** The REST API of one cluster and the commands in its pods. */
export interface Client extends KubernetesApi {
  exec(target: ExecTarget, request: ExecRequest): Promise<ExecResult>;
  /** Ends connections, watches and commands. */
  close(): Promise<void>;
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply */
const patchContentTypes: Record<PatchType, string> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Bytes of a log that are asked for, unless the caller says otherwise. */
const longestLog = 4 * 1024 * 1024;

const isNotFound = (cause: unknown): boolean => cause instanceof ApiError && cause.status === 404;

const unknownKind = ({ apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>): ApiError =>
  new ApiError(404, 'NotFound', `the server has no kind ${kind} in ${apiVersion}`);

const referenceOf = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
});

/** The object as the server wants it: no namespace where the kind has none. */
const withoutStrayNamespace = (object: KubernetesObject, { namespaced }: Resource): KubernetesObject => {
  if (namespaced || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubernetesObject['metadata'] };
};

const collectionPath = ({ groupVersion, plural, namespaced }: Resource, namespace: string | undefined): string =>
  namespaced && namespace !== undefined
    ? `${groupVersion}/namespaces/${segment(namespace, 'namespace')}/${plural}`
    : `${groupVersion}/${plural}`;

/** Where an object of the kind is created. Only reads may leave the namespace open: they mean all of them. */
const creationPath = (resource: Resource, { kind, name, namespace }: ObjectReference): string => {
  if (resource.namespaced && namespace === undefined)
    throw new ApiError(400, 'BadRequest', `${kind} ${JSON.stringify(name)} needs a namespace`);
  return collectionPath(resource, namespace);
};

const objectPath = (resource: Resource, reference: ObjectReference): string =>
  `${creationPath(resource, reference)}/${segment(reference.name, reference.kind)}`;

/** A client of one API server. Nothing is opened, and no package is loaded, before the first call. */
export const createClient = (
  connection: Connection,
  { clock, fieldManager = 'plumbline', deadline, carriers }: ClientOptions,
): Client => {
  const { transport, executor } = carriers ?? {
    transport: createTransport(connection, { clock, ...(deadline !== undefined && { deadline }) }),
    executor: createExecutor(connection, clock),
  };
  const discovery = createDiscovery(transport);

  const ask = async (request: Request): Promise<Answer & { value: JsonObject }> => {
    const answer = await transport.send(request);
    if (answer.status < 200 || answer.status > 299) throw errorOfAnswer(answer.status, answer.body);
    const value = parseJson(answer.body);
    if (!isObject(value))
      throw new UnreachableError(`${request.method} ${request.path.split('?')[0]}: the answer is not a JSON object`);
    return { ...answer, value };
  };

  const resourceOf = async (
    reference: Pick<ObjectReference, 'apiVersion' | 'kind'>,
    signal?: AbortSignal,
  ): Promise<Resource> => {
    const resource = await discovery.find(reference.apiVersion, reference.kind, signal);
    if (!resource) throw unknownKind(reference);
    return resource;
  };

  const write = async (request: Request, parameters: Record<string, string | undefined>, options?: WriteOptions) => {
    const query = queryOf({
      fieldManager,
      fieldValidation: 'Strict',
      ...parameters,
      dryRun: options?.dryRun ? 'All' : undefined,
    });
    const answer = await ask({ ...request, path: request.path + query, signal: options?.signal });
    return { object: answer.value as KubernetesObject, warnings: parseWarnings(answer.headers['warning']) };
  };

  const patch: Client['patch'] = async (reference, type, body, options): Promise<Written> => {
    const resource = await resourceOf(reference, options?.signal);
    const suffix = options?.subresource === undefined ? '' : `/${segment(options.subresource, 'subresource')}`;
    return write(
      {
        method: 'PATCH',
        path: objectPath(resource, reference) + suffix,
        body: JSON.stringify(body),
        contentType: patchContentTypes[type],
        repeatable: type === 'json' ? 'never' : 'always',
      },
      { force: type === 'apply' ? 'true' : undefined },
      options,
    );
  };

  return {
    async get(reference, signal) {
      const resource = await discovery.find(reference.apiVersion, reference.kind, signal);
      if (!resource) return undefined;
      try {
        return (await ask({ method: 'GET', path: objectPath(resource, reference), signal })).value as KubernetesObject;
      } catch (cause) {
        if (isNotFound(cause)) return undefined;
        throw cause;
      }
    },

    async list({ apiVersion, kind, namespace, labelSelector, fieldSelector }, signal) {
      const resource = await resourceOf({ apiVersion, kind }, signal);
      const path = collectionPath(resource, namespace) + queryOf({ labelSelector, fieldSelector });
      const { value } = await ask({ method: 'GET', path, signal });
      const items = (Array.isArray(value['items']) ? value['items'] : []).filter(isObject);
      const version = isObject(value['metadata']) ? value['metadata']['resourceVersion'] : undefined;
      return {
        // The items of a list of a built-in kind do not name their kind.
        items: items.map((item) => ({ ...item, apiVersion, kind }) as unknown as KubernetesObject),
        resourceVersion: typeof version === 'string' ? version : '',
      };
    },

    async apply(object, options) {
      const resource = await resourceOf(object, options?.signal);
      return patch(referenceOf(object), 'apply', withoutStrayNamespace(object, resource), options);
    },

    async create(object, options) {
      const resource = await resourceOf(object, options?.signal);
      const path = creationPath(resource, referenceOf(object));
      return write(
        { method: 'POST', path, body: JSON.stringify(withoutStrayNamespace(object, resource)) },
        {},
        options,
      );
    },

    patch,

    async delete(reference, { graceSeconds, signal } = {}) {
      const resource = await discovery.find(reference.apiVersion, reference.kind, signal);
      if (!resource) return false;
      // Some kinds keep what they own unless told otherwise; kubectl always says Background.
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(graceSeconds !== undefined && { gracePeriodSeconds: graceSeconds }),
      };
      const path = objectPath(resource, reference);
      const answer = await transport.send({ method: 'DELETE', path, body: JSON.stringify(body), signal });
      // The first attempt may have been the one that removed it.
      if (answer.status === 404) return answer.resent;
      if (answer.status < 200 || answer.status > 299) throw errorOfAnswer(answer.status, answer.body);
      return true;
    },

    async *watch({ apiVersion, kind, namespace, labelSelector, fieldSelector }: ObjectQuery, resourceVersion, signal) {
      const resource = await resourceOf({ apiVersion, kind }, signal);
      const query = queryOf({
        watch: 'true',
        allowWatchBookmarks: 'true',
        timeoutSeconds: watchSeconds,
        resourceVersion,
        labelSelector,
        fieldSelector,
      });
      yield* watchEvents(transport, collectionPath(resource, namespace) + query, signal);
    },

    async isNamespaced(apiVersion, kind) {
      return (await discovery.find(apiVersion, kind))?.namespaced;
    },

    async logs(namespace, pod, { container, tailLines, limitBytes = longestLog, signal } = {}) {
      const base = `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods/${segment(pod, 'pod')}/log`;
      const path = base + queryOf({ container, tailLines, limitBytes });
      const answer = await transport.send({ method: 'GET', path, accept: '*/*', signal });
      // A pod that has no node yet has no content (registry/core/pod, LogLocation).
      if (answer.status === 204) return '';
      if (answer.status !== 200) throw errorOfAnswer(answer.status, answer.body);
      return bodyText(answer.body);
    },

    async raw(path, signal) {
      const { status, body } = await transport.send({
        method: 'GET',
        path: rawPath(path),
        accept: '*/*',
        signal,
        retry: false,
      });
      return { status, body: bodyText(body) };
    },

    exec: (target, request) => executor.exec(target, request),

    async close() {
      executor.close();
      await transport.close();
    },
  };
};
