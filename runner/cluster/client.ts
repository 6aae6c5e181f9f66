import type { Clock } from '../core/clock.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { ApiError, UnreachableError } from './api-error.ts';
import type {
  ExecRequest,
  ExecResult,
  KubernetesApi,
  KubernetesObject,
  ObjectList,
  ObjectQuery,
  ObjectReference,
  PatchType,
  WatchEvent,
  WriteOptions,
  Written,
} from './cluster.ts';
import type { Connection } from './connection.ts';
import { createDiscovery, type Discovery, type Resource } from './discovery.ts';
import { createExecutor, type ExecTarget, type Executor } from './exec.ts';
import { queryOf, rawPath, segment } from './resource-path.ts';
import { bodyText, errorOfAnswer, parseJson } from './status.ts';
import { type Answer, createTransport, type Request, type Transport } from './transport.ts';
import { parseWarnings } from './warnings.ts';
import { watchEvents, watchSeconds } from './watch.ts';

export interface ClientOptions {
  clock: Clock;
  /** The owner of the fields that this client writes. Default plumbline. */
  fieldManager?: string;
  /** Milliseconds for one request and all its retries. Default 10 s. */
  deadline?: number;
  /** Default: the network. */
  carriers?: Carriers;
}

/** The ways that requests and commands take to the cluster. */
interface Carriers {
  transport: Transport;
  executor: Executor;
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

/** The most bytes of a log that the client asks for, unless the caller says otherwise. */
const longestLog = 4 * 1024 * 1024;

const isSuccess = ({ status }: Pick<Answer, 'status'>): boolean => status >= 200 && status <= 299;

const isNotFound = (cause: unknown): boolean => cause instanceof ApiError && cause.status === 404;

const unknownKind = ({ apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>): ApiError =>
  new ApiError(404, 'NotFound', `the server has no kind ${kind} in ${apiVersion}`);

const referenceOf = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
});

/** The object as the server accepts it: without a namespace if its kind is cluster-scoped. */
const withoutStrayNamespace = (object: KubernetesObject, { namespaced }: Resource): KubernetesObject => {
  if (namespaced || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubernetesObject['metadata'] };
};

const collectionPath = ({ groupVersion, plural, namespaced }: Resource, namespace: string | undefined): string =>
  namespaced && namespace !== undefined
    ? `${groupVersion}/namespaces/${segment(namespace, 'namespace')}/${plural}`
    : `${groupVersion}/${plural}`;

/** The path for creating an object. Only a read may omit the namespace: it then reads from all of them. */
const creationPath = (resource: Resource, { kind, name, namespace }: ObjectReference): string => {
  if (resource.namespaced && namespace === undefined)
    throw new ApiError(400, 'BadRequest', `${kind} ${JSON.stringify(name)} needs a namespace`);
  return collectionPath(resource, namespace);
};

const objectPath = (resource: Resource, reference: ObjectReference): string =>
  `${creationPath(resource, reference)}/${segment(reference.name, reference.kind)}`;

class RestClient implements Client {
  readonly #transport: Transport;
  readonly #executor: Executor;
  readonly #discovery: Discovery;
  readonly #fieldManager: string;

  constructor({ transport, executor }: Carriers, fieldManager: string) {
    this.#transport = transport;
    this.#executor = executor;
    this.#discovery = createDiscovery(transport);
    this.#fieldManager = fieldManager;
  }

  async get(reference: ObjectReference, signal?: AbortSignal): Promise<KubernetesObject | undefined> {
    const resource = await this.#discovery.find(reference.apiVersion, reference.kind, signal);
    if (!resource) return undefined;
    try {
      const { value } = await this.#ask({ method: 'GET', path: objectPath(resource, reference), signal });
      return value as KubernetesObject;
    } catch (cause) {
      if (isNotFound(cause)) return undefined;
      throw cause;
    }
  }

  async list(query: ObjectQuery, signal?: AbortSignal): Promise<ObjectList> {
    const { apiVersion, kind, namespace, labelSelector, fieldSelector } = query;
    const resource = await this.#resourceOf(query, signal);
    const path = collectionPath(resource, namespace) + queryOf({ labelSelector, fieldSelector });
    const { value } = await this.#ask({ method: 'GET', path, signal });
    const items = (Array.isArray(value['items']) ? value['items'] : []).filter(isObject);
    const version = isObject(value['metadata']) ? value['metadata']['resourceVersion'] : undefined;
    return {
      // The items of a list of a built-in kind do not name their kind.
      items: items.map((item) => ({ ...item, apiVersion, kind }) as unknown as KubernetesObject),
      resourceVersion: typeof version === 'string' ? version : '',
    };
  }

  async apply(object: KubernetesObject, options?: WriteOptions): Promise<Written> {
    const resource = await this.#resourceOf(object, options?.signal);
    return this.patch(referenceOf(object), 'apply', withoutStrayNamespace(object, resource), options);
  }

  async create(object: KubernetesObject, options?: WriteOptions): Promise<Written> {
    const resource = await this.#resourceOf(object, options?.signal);
    const path = creationPath(resource, referenceOf(object));
    const body = JSON.stringify(withoutStrayNamespace(object, resource));
    return this.#write({ method: 'POST', path, body }, {}, options);
  }

  async patch(
    reference: ObjectReference,
    type: PatchType,
    body: JsonObject | JsonObject[],
    options?: WriteOptions & { subresource?: string },
  ): Promise<Written> {
    const resource = await this.#resourceOf(reference, options?.signal);
    const suffix = options?.subresource === undefined ? '' : `/${segment(options.subresource, 'subresource')}`;
    return this.#write(
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
  }

  async delete(
    reference: ObjectReference,
    { graceSeconds, signal }: { graceSeconds?: number; signal?: AbortSignal } = {},
  ): Promise<boolean> {
    const resource = await this.#discovery.find(reference.apiVersion, reference.kind, signal);
    if (!resource) return false;
    // Without a policy some kinds orphan their dependents; kubectl always sends Background.
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      ...(graceSeconds !== undefined && { gracePeriodSeconds: graceSeconds }),
    };
    const path = objectPath(resource, reference);
    const answer = await this.#transport.send({ method: 'DELETE', path, body: JSON.stringify(body), signal });
    // The first attempt may have been the one that deleted it.
    if (answer.status === 404) return answer.resent;
    if (!isSuccess(answer)) throw errorOfAnswer(answer.status, answer.body);
    return true;
  }

  async *watch(query: ObjectQuery, resourceVersion: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const { namespace, labelSelector, fieldSelector } = query;
    const resource = await this.#resourceOf(query, signal);
    const parameters = queryOf({
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: watchSeconds,
      resourceVersion,
      labelSelector,
      fieldSelector,
    });
    yield* watchEvents(this.#transport, collectionPath(resource, namespace) + parameters, signal);
  }

  async isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined> {
    return (await this.#discovery.find(apiVersion, kind))?.namespaced;
  }

  async logs(
    namespace: string,
    pod: string,
    { container, tailLines, limitBytes = longestLog, signal }: Parameters<KubernetesApi['logs']>[2] = {},
  ): Promise<string> {
    const base = `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods/${segment(pod, 'pod')}/log`;
    const path = base + queryOf({ container, tailLines, limitBytes });
    const answer = await this.#transport.send({ method: 'GET', path, accept: '*/*', signal });
    // A pod that has no node yet has no content (registry/core/pod, LogLocation).
    if (answer.status === 204) return '';
    if (answer.status !== 200) throw errorOfAnswer(answer.status, answer.body);
    return bodyText(answer.body);
  }

  async raw(path: string, signal?: AbortSignal): Promise<{ status: number; body: string }> {
    const request: Request = { method: 'GET', path: rawPath(path), accept: '*/*', signal, retry: false };
    const { status, body } = await this.#transport.send(request);
    return { status, body: bodyText(body) };
  }

  exec(target: ExecTarget, request: ExecRequest): Promise<ExecResult> {
    return this.#executor.exec(target, request);
  }

  async close(): Promise<void> {
    this.#executor.close();
    await this.#transport.close();
  }

  async #ask(request: Request): Promise<Answer & { value: JsonObject }> {
    const answer = await this.#transport.send(request);
    if (!isSuccess(answer)) throw errorOfAnswer(answer.status, answer.body);
    const value = parseJson(answer.body);
    if (!isObject(value))
      throw new UnreachableError(`${request.method} ${request.path.split('?')[0]}: the answer is not a JSON object`);
    return { ...answer, value };
  }

  async #resourceOf(reference: Pick<ObjectReference, 'apiVersion' | 'kind'>, signal?: AbortSignal): Promise<Resource> {
    const resource = await this.#discovery.find(reference.apiVersion, reference.kind, signal);
    if (!resource) throw unknownKind(reference);
    return resource;
  }

  async #write(
    request: Request,
    parameters: Record<string, string | undefined>,
    options?: WriteOptions,
  ): Promise<Written> {
    const query = queryOf({
      fieldManager: this.#fieldManager,
      fieldValidation: 'Strict',
      ...parameters,
      dryRun: options?.dryRun ? 'All' : undefined,
    });
    const answer = await this.#ask({ ...request, path: request.path + query, signal: options?.signal });
    return { object: answer.value as KubernetesObject, warnings: parseWarnings(answer.headers['warning']) };
  }
}

/** A client of one API server. It opens nothing and loads no package before the first call. */
export const createClient = (
  connection: Connection,
  { clock, fieldManager = 'plumbline', deadline, carriers }: ClientOptions,
): Client => {
  const network = (): Carriers => ({
    transport: createTransport(connection, { clock, ...(deadline !== undefined && { deadline }) }),
    executor: createExecutor(connection, clock),
  });
  return new RestClient(carriers ?? network(), fieldManager);
};
