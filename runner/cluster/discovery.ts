import { isObject } from '../core/json.ts';
import { UnreachableError } from './api-error.ts';
import { groupVersionPath } from './resource-path.ts';
import { errorOfAnswer, parseJson } from './status.ts';
import type { Transport } from './transport.ts';

/** The place of a kind in the API, such as `/apis/apps/v1` and `deployments`. */
export interface Resource {
  groupVersion: string;
  plural: string;
  namespaced: boolean;
}

export interface Discovery {
  /** Undefined when the server does not know the kind. Rejects as `Transport.send`, and with ApiError. */
  find(apiVersion: string, kind: string, signal?: AbortSignal): Promise<Resource | undefined>;
}

type Kinds = ReadonlyMap<string, Resource>;

/** Reads an APIResourceList. Leaves out subresources (`pods/log`), which have kinds of their own. */
const kindsOf = (groupVersion: string, list: unknown): Kinds => {
  const kinds = new Map<string, Resource>();
  const resources = isObject(list) && Array.isArray(list['resources']) ? list['resources'] : [];
  for (const each of resources) {
    if (!isObject(each)) continue;
    const { name, kind, namespaced } = each;
    if (typeof name !== 'string' || typeof kind !== 'string' || name.includes('/') || kinds.has(kind)) continue;
    kinds.set(kind, { groupVersion, plural: name, namespaced: namespaced === true });
  }
  return kinds;
};

/**
 * Asks once for each apiVersion and remembers the answer. If a remembered answer lacks a kind, it asks again, because a
 * CustomResourceDefinition may have been created since.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
class CachedDiscovery implements Discovery {
  readonly #transport: Transport;
  readonly #known = new Map<string, Kinds>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async find(apiVersion: string, kind: string, signal?: AbortSignal): Promise<Resource | undefined> {
    const path = groupVersionPath(apiVersion);
    if (path === undefined) return undefined;
    return this.#known.get(path)?.get(kind) ?? (await this.#ask(path, signal)).get(kind);
  }

  async #ask(path: string, signal?: AbortSignal): Promise<Kinds> {
    const answer = await this.#transport.send({ method: 'GET', path, signal });
    if (answer.status === 404) return new Map();
    if (answer.status !== 200) throw errorOfAnswer(answer.status, answer.body);
    const list = parseJson(answer.body);
    if (!isObject(list)) throw new UnreachableError(`GET ${path}: the answer is not a resource list`);
    const kinds = kindsOf(path, list);
    this.#known.set(path, kinds);
    return kinds;
  }
}

export const createDiscovery = (transport: Transport): Discovery => new CachedDiscovery(transport);
