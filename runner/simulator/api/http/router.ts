import type { Clock } from '../../../core/clock.ts';
import { isObject } from '../../../core/json.ts';
import type { Random } from '../../../core/random.ts';
import type { Pod, Unstructured } from '../../objects/objects.ts';
import { attributesOf } from '../access/attributes.ts';
import { authorize } from '../access/authorization.ts';
import type { Identity } from '../access/identity.ts';
import { requestToken } from '../access/token-request.ts';
import type { TokenIssuer } from '../access/tokens.ts';
import type { createDeletion } from '../deletion.ts';
import type { Registry } from '../registry.ts';
import { forbidden, methodNotAllowed, noSuchPath, StatusError } from '../status.ts';
import type { Store } from '../store.ts';
import { type Answer, type ApiRequest, type ApiResponse, json, success } from './answer.ts';
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
  remove: ReturnType<typeof createDeletion>;
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
const kept = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** kubectl asks whether a kind is a custom one; there are none. */
const serveDefinitions = (method: string): Answer => {
  if (method === 'GET')
    return json({
      kind: 'CustomResourceDefinitionList',
      apiVersion: 'apiextensions.k8s.io/v1',
      metadata: { resourceVersion: '1' },
      items: [],
    });
  throw new StatusError(
    403,
    'Forbidden',
    'the embedded cluster has no CustomResourceDefinitions: use --cluster kind for custom kinds',
  );
};

const pathOf = ({ pathname }: URL): string => pathname.replace(/(.)\/$/, '$1');

/** Answers a request, or streams to the response and answers nothing. Faults are Refusals. */
export const createRouter = (parts: RouterParts, address: () => string) => {
  const { store, registry, runtime } = parts;

  const evict = (target: Named, { text, query }: Call): Answer => {
    const options = parseObject(text, 'Eviction')['deleteOptions'];
    deleteObject(parts, target, deleteOptionsOf(isObject(options) ? options : {}, query));
    return success();
  };

  const bind = ({ resource, namespace, name }: Named, { text }: Call): Answer => {
    const node = parseObject(text, 'Binding')['target'];
    const pod = registry.get(resource, namespace, name) as unknown as Pod;
    store.put({ ...pod, spec: { ...pod.spec, nodeName: isObject(node) ? String(node['name']) : '' } });
    return success();
  };

  const createToken = ({ namespace = 'default', name }: Named, { text }: Call): Answer =>
    json(requestToken(parts, namespace, name, parseObject(text, 'TokenRequest')), 201);

  const serveScale = ({ resource, namespace, name }: Named, call: Call): Answer => {
    const { method, text } = call;
    const change = (current: Unstructured): ReturnType<typeof withScale> => {
      if (method === 'PUT') return withScale(resource, current, parseObject(text, 'Scale'));
      const scale = scaleOf(current);
      const patch = parsePatch(text);
      const asked = isObject(patch) && isObject(patch['spec']) ? patch['spec'] : {};
      return withScale(resource, current, { ...scale, spec: { ...(scale['spec'] as object), ...asked } });
    };
    const options = writeOptionsOf(call, 'scale');
    return json(scaleOf(registry.update(resource, namespace, name, change, options).object));
  };

  const serveDelete = (target: Target, { text, query }: Call): Answer => {
    const { resource, name } = target;
    const options = deleteOptionsOf(text ? parseObject(text, 'DeleteOptions') : {}, query);
    if (name === undefined) return json(deleteCollection(parts, target, query, options));
    if (resource.kind === 'Namespace' && kept.has(name))
      throw forbidden(resource, name, 'this namespace may not be deleted');
    return json(deleteObject(parts, { ...target, name }, options));
  };

  const serveWrite = (target: Target, call: Call): Answer => {
    const { resource, name, subresource } = target;
    const { method, text, query, contentType } = call;
    const namespace = resource.namespaced ? (target.namespace ?? 'default') : undefined;
    const options = {
      ...writeOptionsOf(call, subresource === 'status' ? 'status' : undefined),
      ...(method !== 'PATCH' && { duplicates: () => duplicateKeys(text) }),
    };
    if (method === 'POST' && name === undefined) {
      const { object, warnings } = registry.create(resource, namespace, parseObject(text, resource.kind), options);
      return json(object, 201, warnings);
    }
    if (name === undefined || method === 'POST') throw methodNotAllowed();
    if (method === 'PUT') {
      const { object, warnings } = registry.update(
        resource,
        namespace,
        name,
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
    if (target.subresource === 'scale') return serveScale(target, call);
    if (target.subresource === 'eviction') return evict(target, call);
    if (target.subresource === 'binding') return bind(target, call);
    if (target.subresource === 'token' && call.method === 'POST') return createToken(target, call);
    return undefined;
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
    if (path.startsWith(definitionsPath)) return serveDefinitions(method);
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
      const pod = registry.get(target.resource, target.namespace, name) as unknown as Pod;
      await serveLog(runtime, pod, url.searchParams, response);
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
