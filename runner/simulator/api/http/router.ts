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

/** Answers a request, or streams to the response and answers nothing. Faults are Refusals. */
export const createRouter = (parts: RouterParts, address: () => string) => {
  const { store, registry, runtime, clock, tokens } = parts;

  /** A subresource that the kind answers itself. */
  const createSubresource = (target: Named, { kind, create }: Subresource, { text, query }: Call): Answer => {
    const object = registry.get(target.kind, target.namespace, target.name);
    const body = parseObject(text, kind ?? '');
    const dryRun = query.getAll('dryRun').length > 0;
    const remove = (options: JsonObject): void => {
      deleteObject(parts, target, deleteOptionsOf(options, query));
    };
    return json(create?.(object, { body, store, clock, tokens, dryRun, remove }) ?? success, 201);
  };

  const serveScale = (target: Named, call: Call): Answer => {
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
    return json(scaleOf(kind, registry.update(target, change, options).object));
  };

  const serveDelete = (target: Target, { text, query }: Call): Answer => {
    const { name } = target;
    const options = deleteOptionsOf(text ? parseObject(text, 'DeleteOptions') : {}, query);
    if (name === undefined) return json(deleteCollection(parts, target, query, options));
    return json(deleteObject(parts, { ...target, name }, options));
  };

  const serveWrite = (target: Target, call: Call): Answer => {
    const { kind, name, subresource } = target;
    const { resource } = kind;
    const { method, text, query, contentType } = call;
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
    const within = { ...target, namespace, name };
    const { object, warnings, created } = patchObject(parts, within, contentType, text, query, options);
    return json(object, created ? 201 : 200, warnings);
  };

  const serveNamed = (target: Named, call: Call): Answer | undefined => {
    const { kind, subresource = '' } = target;
    if (kind.scale && subresource === 'scale') return serveScale(target, call);
    const own = kind.subresources?.[subresource];
    return own?.create && call.method === 'POST' ? createSubresource(target, own, call) : undefined;
  };

  return async (request: ApiRequest, response: ApiResponse, identity: Identity): Promise<Answer | undefined> => {
    const url = urlOf(request);
    const path = pathOf(url);
    const method = request.method ?? 'GET';
    const contentType = String(request.headers['content-type'] ?? '');
    authorize(identity, attributesOf(method, url));
    if (healthPaths.test(path)) return { status: 200, body: 'ok' };
    const review = method === 'POST' ? reviewAt(path) : undefined;
    if (review) {
      const body = parseObject(textOf(await readBody(request), contentType), 'Review');
      return json(review({ body, identity, tokens: parts.tokens }), 201);
    }
    const definitions = answerAboutDefinitions(method, path);
    if (definitions) return definitions;
    const target = parseTarget(path);
    if (!target && method !== 'GET') throw methodNotAllowed();
    if (!target) return serveGeneral(path, request, address());
    const { name, subresource } = target;
    if (name !== undefined && subresource === 'proxy')
      return serveProxy(parts, { ...target, name }, request, url, (await readBody(request)).toString('utf8'));
    mustBeWritable(String(request.headers.accept ?? ''));
    if (method === 'GET' && (subresource === undefined || subresource === 'status' || subresource === 'scale'))
      return serveRead(parts, target, url.searchParams, request, response);
    if (name !== undefined && subresource === 'log') {
      await serveLog(runtime, registry.get(podKind, target.namespace, name), url.searchParams, response);
      return undefined;
    }
    if (method === 'POST' || method === 'PUT') mustBeReadable(contentType);
    const text = textOf(await readBody(request), contentType);
    const agent = String(request.headers['user-agent'] ?? '');
    const call: Call = { method, text, query: url.searchParams, agent, contentType };
    const special = name === undefined ? undefined : serveNamed({ ...target, name }, call);
    if (special) return special;
    if (subresource !== undefined && subresource !== 'status') throw noSuchPath();
    return method === 'DELETE' ? serveDelete(target, call) : serveWrite(target, call);
  };
};
