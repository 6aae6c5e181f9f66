import type { Clock } from '../../../core/clock.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Random } from '../../../core/random.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { attributesOf } from '../access/attributes.ts';
import { authorize } from '../access/authorization.ts';
import type { Identity } from '../access/identity.ts';
import type { TokenIssuer } from '../access/tokens.ts';
import type { Deletion } from '../deletion.ts';
import type { Subresource } from '../kinds/api-kind.ts';
import { podKind } from '../kinds/pod/strategy.ts';
import type { Registry } from '../registry.ts';
import { methodNotAllowed, noSuchPath, success } from '../status.ts';
import type { Store } from '../store.ts';
import { type Answer, type ApiRequest, type ApiResponse, json } from './answer.ts';
import { answerAboutDefinitions } from './custom-resources.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { serveGeneral } from './general.ts';
import { writeOptionsOf } from './options.ts';
import { type Reach, serveProxy } from './proxy.ts';
import { serveRead } from './read.ts';
import {
  mustBeReadable,
  mustBeWritable,
  parseObject,
  parsePatch,
  parseTarget,
  readBody,
  type Target,
  textOf,
  urlOf,
} from './request.ts';
import { reviewAt } from './reviews.ts';
import { scaleOf, withScale } from './scale.ts';
import type { PodRuntime } from './streams.ts';
import { serveLog } from './streams.ts';
import { deleteCollection, deleteObject, deleteOptionsOf, patchObject } from './write.ts';

export interface RouterParts {
  store: Store;
  registry: Registry;
  remove: Deletion;
  runtime: PodRuntime;
  clock: Clock;
  random: Random;
  reach: Reach;
  tokens: TokenIssuer;
}

/** One request, with its body read. */
interface Call {
  method: string;
  text: string;
  query: URLSearchParams;
  agent: string;
  contentType: string;
}

type Named = Target & { name: string };

const healthPaths = /^\/(healthz|livez|readyz)(\/|$)/;

const pathOf = ({ pathname }: URL): string => pathname.replace(/(.)\/$/, '$1');

/** A request whose body is not read yet. */
interface Arrival {
  request: ApiRequest;
  response: ApiResponse;
  url: URL;
  method: string;
  contentType: string;
}

/** Answers a request, or streams to the response and answers nothing. Throws a StatusError for a request that it refuses. */
export class Router {
  readonly #parts: RouterParts;
  readonly #address: () => string;

  constructor(parts: RouterParts, address: () => string) {
    this.#parts = parts;
    this.#address = address;
  }

  async route(request: ApiRequest, response: ApiResponse, identity: Identity): Promise<Answer | undefined> {
    const url = urlOf(request);
    const path = pathOf(url);
    const method = request.method ?? 'GET';
    const contentType = String(request.headers['content-type'] ?? '');
    authorize(identity, attributesOf(method, url));
    if (healthPaths.test(path)) return { status: 200, body: 'ok' };
    const review = method === 'POST' ? reviewAt(path) : undefined;
    if (review) {
      const body = parseObject(textOf(await readBody(request), contentType), 'Review');
      return json(review({ body, identity, tokens: this.#parts.tokens }), 201);
    }
    const definitions = answerAboutDefinitions(method, path);
    if (definitions) return definitions;
    const target = parseTarget(path);
    if (target) return this.#serveTarget(target, { request, response, url, method, contentType });
    if (method !== 'GET') throw methodNotAllowed();
    return serveGeneral(path, request, this.#address());
  }

  async #serveTarget(
    target: Target,
    { request, response, url, method, contentType }: Arrival,
  ): Promise<Answer | undefined> {
    const { name, subresource } = target;
    const query = url.searchParams;
    if (name !== undefined && subresource === 'proxy') {
      const body = (await readBody(request)).toString('utf8');
      return serveProxy(this.#parts, { ...target, name }, { request, url, body });
    }
    mustBeWritable(String(request.headers.accept ?? ''));
    if (method === 'GET' && (subresource === undefined || subresource === 'status' || subresource === 'scale'))
      return serveRead(this.#parts, target, { query, request, response });
    if (name !== undefined && subresource === 'log') {
      const { registry, runtime } = this.#parts;
      await serveLog(runtime, registry.get(podKind, target.namespace, name), query, response);
      return undefined;
    }
    if (method === 'POST' || method === 'PUT') mustBeReadable(contentType);
    const text = textOf(await readBody(request), contentType);
    const agent = String(request.headers['user-agent'] ?? '');
    const call: Call = { method, text, query, agent, contentType };
    const special = name === undefined ? undefined : this.#serveNamed({ ...target, name }, call);
    if (special) return special;
    if (subresource !== undefined && subresource !== 'status') throw noSuchPath();
    return method === 'DELETE' ? this.#serveDelete(target, call) : this.#serveWrite(target, call);
  }

  #serveNamed(target: Named, call: Call): Answer | undefined {
    const { kind, subresource = '' } = target;
    if (kind.scale && subresource === 'scale') return this.#serveScale(target, call);
    const own = kind.subresources?.[subresource];
    return own?.create && call.method === 'POST' ? this.#createSubresource(target, own, call) : undefined;
  }

  /** A subresource that the kind answers itself. */
  #createSubresource(target: Named, { kind, create }: Subresource, { text, query }: Call): Answer {
    const { registry, store, clock, tokens } = this.#parts;
    const object = registry.get(target.kind, target.namespace, target.name);
    const body = parseObject(text, kind ?? '');
    const dryRun = query.getAll('dryRun').length > 0;
    const remove = (options: JsonObject): void => {
      deleteObject(this.#parts, target, deleteOptionsOf(options, query));
    };
    return json(create?.(object, { body, store, clock, tokens, dryRun, remove }) ?? success, 201);
  }

  #serveScale(target: Named, call: Call): Answer {
    const { method, text } = call;
    const { kind } = target;
    const change = (current: Unstructured): JsonObject => {
      if (method === 'PUT') return withScale(kind, current, parseObject(text, 'Scale'));
      const scale = scaleOf(kind, current);
      const patch = parsePatch(text);
      const asked = isObject(patch) && isObject(patch['spec']) ? patch['spec'] : {};
      return withScale(kind, current, { ...scale, spec: { ...(scale['spec'] as object), ...asked } });
    };
    const options = writeOptionsOf(call, 'scale');
    return json(scaleOf(kind, this.#parts.registry.update(target, change, options).object));
  }

  #serveDelete(target: Target, { text, query }: Call): Answer {
    const { name } = target;
    const options = deleteOptionsOf(text ? parseObject(text, 'DeleteOptions') : {}, query);
    if (name === undefined) return json(deleteCollection(this.#parts, target, query, options));
    return json(deleteObject(this.#parts, { ...target, name }, options));
  }

  #serveWrite(target: Target, call: Call): Answer {
    const { registry } = this.#parts;
    const { kind, name, subresource } = target;
    const { resource } = kind;
    const { method, text } = call;
    const namespace = resource.namespaced ? (target.namespace ?? 'default') : undefined;
    const options = {
      ...writeOptionsOf(call, subresource === 'status' ? 'status' : undefined),
      ...(method !== 'PATCH' && { duplicates: () => duplicateKeys(text) }),
    };
    if (method === 'POST' && name === undefined) {
      const { object, warnings } = registry.create(kind, namespace, parseObject(text, resource.kind), options);
      return json(object, 201, warnings);
    }
    if (name === undefined || method === 'POST') throw methodNotAllowed();
    if (method === 'PUT') {
      const { object, warnings } = registry.update(
        { kind, namespace, name },
        () => parseObject(text, resource.kind),
        options,
      );
      return json(object, 200, warnings);
    }
    if (method !== 'PATCH') throw methodNotAllowed();
    const { object, warnings, created } = patchObject(this.#parts, { ...target, namespace, name }, call, options);
    return json(object, created ? 201 : 200, warnings);
  }
}
