import type { JsonObject } from '../../../core/json.ts';
import { NoPage } from '../status.ts';
import { type Answer, type ApiRequest, json } from './answer.ts';
import {
  aggregated,
  aggregatedType,
  apiVersions,
  groupInfo,
  groupList,
  resourceList,
  versionInfo,
} from './discovery.ts';
import { openapiDocument, openapiIndex } from './openapi.ts';

const openapiPrefix = '/openapi/v3/';

/**
 * kubectl asks for version 2 when a manifest names a kind that is not served, only to find out that there is no schema:
 * a document with nothing but `swagger: "2.0"` (field 1) says so.
 */
const emptyOpenapi = '\n\u00032.0';
const openapiType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** A document about types, a group version or a group. */
const documentAt = (path: string): JsonObject | undefined => {
  if (path.startsWith(openapiPrefix)) return openapiDocument(path.slice(openapiPrefix.length));
  if (path === '/api/v1') return resourceList('', 'v1');
  const [, group = '', version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (group === '') return undefined;
  return version === undefined ? groupInfo(group) : resourceList(group, version);
};

/** The paths that are no objects: version, discovery, types. */
export const serveGeneral = (path: string, request: ApiRequest, address: string): Answer => {
  if (path === '/version') return json(versionInfo);
  if (path === '/openapi/v3') return json(openapiIndex());
  if (path === '/openapi/v2') return { status: 200, body: emptyOpenapi, contentType: openapiType };
  if (path === '/api' || path === '/apis') {
    const core = path === '/api';
    if (String(request.headers.accept ?? '').includes('v=v2;as=APIGroupDiscoveryList'))
      return { status: 200, body: aggregated(core), contentType: aggregatedType };
    return json(core ? apiVersions(address) : groupList());
  }
  const body = documentAt(path);
  if (!body) throw new NoPage();
  return json(body);
};
