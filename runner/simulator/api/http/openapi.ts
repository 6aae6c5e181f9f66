import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/json.ts';
import { release } from '../../release.ts';
import { kinds } from '../kinds/index.ts';
import { definitionName, definitions } from '../schema/schema.ts';

/** The parts of /openapi/v3 that kubectl reads: types for explain, the query parameters of writes for apply. */

const resources = kinds.map(({ resource }) => resource);

const groupVersions = [
  ...new Set(resources.map(({ group, version }) => (group ? `apis/${group}/${version}` : `api/${version}`))),
];

const cache = new Map<string, JsonObject>();

const reachable = (names: readonly string[]): JsonObject => {
  const found: JsonObject = {};
  const visit = (name: string): void => {
    const schema = definitions[name];
    if (!schema || found[name]) return;
    found[name] = schema;
    JSON.stringify(schema, (key, value) => {
      if (key === '$ref' && typeof value === 'string') visit(value.slice(value.lastIndexOf('/') + 1));
      return value;
    });
  };
  for (const name of names) visit(name);
  return found;
};

const parameter = (name: string): JsonObject => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } });
const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(parameter);

const pathsOf = (prefix: string): JsonObject => {
  const paths: JsonObject = {};
  for (const { group, version, kind, plural, namespaced } of resources) {
    if ((group ? `apis/${group}/${version}` : `api/${version}`) !== prefix) continue;
    const base = `/${prefix}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}`;
    const schema = { $ref: `#/components/schemas/${definitionName(group, version, kind) ?? ''}` };
    const operation = (action: string): JsonObject => ({
      parameters: action === 'get' || action === 'list' ? [] : writeParameters,
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind },
      responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    });
    paths[base] = { get: operation('list'), post: operation('post') };
    paths[`${base}/{name}`] = {
      get: operation('get'),
      put: operation('put'),
      patch: operation('patch'),
      delete: operation('delete'),
    };
  }
  return paths;
};

/** The document of `api/v1` or `apis/apps/v1`; undefined for a group that is not served. */
export const openapiDocument = (prefix: string): JsonObject | undefined => {
  if (!groupVersions.includes(prefix)) return undefined;
  const known = cache.get(prefix);
  if (known) return known;
  const names = resources
    .filter(({ group, version }) => (group ? `apis/${group}/${version}` : `api/${version}`) === prefix)
    .map(({ group, version, kind }) => definitionName(group, version, kind) ?? '');
  const extra = prefix === 'api/v1' ? ['io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'] : [];
  const document: JsonObject = {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: release.gitVersion },
    paths: pathsOf(prefix),
    components: { schemas: reachable([...names, ...extra]) },
  };
  cache.set(prefix, document);
  return document;
};

const hashOf = (prefix: string): string =>
  createHash('sha256').update(`${release.gitVersion} ${prefix}`).digest('hex').toUpperCase();

export const openapiIndex = (): JsonObject => ({
  paths: Object.fromEntries(
    groupVersions.map((prefix) => [prefix, { serverRelativeURL: `/openapi/v3/${prefix}?hash=${hashOf(prefix)}` }]),
  ),
});
