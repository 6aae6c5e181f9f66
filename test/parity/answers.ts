import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import { isObject, type JsonObject, type JsonValue, valueAt } from '../../runner/core/json.ts';
import type { Bench, Reply } from './bench.ts';
import { collections } from './manifests.ts';
import { onceRow, type Row, row } from './row.ts';

const listOf = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);

/** The content of a Status, and the warnings of its answer. Of a success, only that it is one. */
export const briefOf = ({ status, warnings, body }: Reply): JsonObject => {
  const brief = withoutNoise(failureOf({ status, warnings, body }));
  return isObject(brief) ? brief : {};
};

const failureOf = ({ status, warnings, body }: Reply): JsonObject => ({
  code: status,
  ...(warnings.length > 0 && { warnings }),
  ...(isObject(body) && body['kind'] === 'Status' && body['status'] === 'Failure'
    ? {
        message: body['message'] ?? null,
        reason: body['reason'] ?? null,
        ...(isObject(body['details']) && { details: body['details'] }),
      }
    : {}),
});

const noise = new Set(['uid', 'creationTimestamp', 'resourceVersion', 'managedFields', 'deletionTimestamp']);

/** A cause may contain the whole object after the patch. */
const isPatchFault = (cause: JsonObject, key: string): boolean => key === 'message' && cause['field'] === 'patch';
const withoutObject = (text: JsonValue | undefined): JsonValue =>
  String(text).replace(/(?<=^Invalid value: )"(?:[^"\\]|\\.)*"/, '<object>');

/** The object without the values that every cluster chooses itself: uids, times, random suffixes of names. */
export const withoutNoise = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !noise.has(key))
        .map(([key, each]) => [key, withoutNoise(isPatchFault(value, key) ? withoutObject(each) : (each ?? null))]),
    );
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '<uid>')
    .replaceAll(/(?<=patch: Invalid value: )"(?:[^"\\]|\\.)*"/g, '<object>')
    .replaceAll(/(?<=ResourceVersion in record \()\d+/g, '<version>')
    .replaceAll(/(?<=kube-api-access-)[a-z0-9]{5}\b/g, '<random>');
};

/** Asks for the creation of an object without storing it. */
export const tryCreate = (bench: Bench, object: KubernetesObject, path?: string): Promise<Reply> =>
  bench.ask({
    method: 'POST',
    path: `${path ?? collections[object.kind] ?? ''}?dryRun=All&fieldValidation=Strict&fieldManager=parity`,
    body: object,
  });

/** Creates a manifest in a dry run: the exact answer of the API server. */
export const judged = (id: string, title: string, object: KubernetesObject): Row =>
  row(id, title, async (bench) => briefOf(await tryCreate(bench, object)));

/** The same, but stored and deleted again, because a dry run does not check allocations. */
export const stored = (id: string, title: string, object: KubernetesObject): Row =>
  onceRow(id, title, async (bench) => {
    const path = collections[object.kind] ?? '';
    const reply = await bench.ask({ method: 'POST', path: `${path}?fieldValidation=Strict`, body: object });
    if (reply.status === 201) await bench.ask({ method: 'DELETE', path: `${path}/${object.metadata.name}` });
    return briefOf(reply);
  });

/** The created object of a manifest, with every field that the server sets. */
export const defaulted = (id: string, title: string, object: KubernetesObject): Row =>
  row(id, title, async (bench) => {
    const reply = await tryCreate(bench, object);
    if (reply.status !== 201) return briefOf(reply);
    return {
      ...(reply.warnings.length > 0 && { warnings: reply.warnings }),
      object: withoutGiven(withoutNoise(reply.body)),
    };
  });

const given = new Set(['clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort']);

/** Addresses and ports that the server allocated. */
const withoutGiven = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withoutGiven);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each = null]) => {
      const drawn = given.has(key) && JSON.stringify(each) !== '"None"' && JSON.stringify(each) !== '["None"]';
      return [key, drawn ? '<given>' : withoutGiven(each)];
    }),
  );
};

/** One request and its short answer. */
export const answered = (id: string, title: string, request: Parameters<Bench['ask']>[0]): Row =>
  row(id, title, async (bench) => briefOf(await bench.ask(request)));

/** Pods of one Service are sorted by address, so the shown ones are random. */
const alike = (cell: JsonValue): JsonValue =>
  typeof cell === 'string'
    ? cell
        .replaceAll(/(?<=<podIP:[\w-]+)-[a-d](?=>)/g, '-<any>')
        .replace(/^([a-z-]+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/, '$1-<random>')
    : cell;

/** A table as kubectl gets it: the names of the columns and the cells, without ages. */
export const tabled = (id: string, title: string, path: string, wide = false): Row =>
  row(id, title, async (bench) => {
    const { status, body } = await bench.ask({
      method: 'GET',
      path,
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    if (!isObject(body) || body['kind'] !== 'Table') return { code: status, body };
    const columns = listOf(body['columnDefinitions']).filter(isObject);
    const isShown = (index: number): boolean => wide || columns[index]?.['priority'] === 0;
    const isAge = (index: number): boolean => columns[index]?.['name'] === 'Age';
    return {
      columns: columns.filter((_, index) => isShown(index)).map((column) => column['name'] ?? null),
      rows: listOf(body['rows']).map((each) =>
        listOf(valueAt(each, ['cells'])).flatMap((cell, index) =>
          isShown(index) ? [isAge(index) ? '<age>' : alike(bench.symbols.hide(cell))] : [],
        ),
      ),
    };
  });

/** The events of an object: each kind of event once, without addresses and durations. */
export const eventsOf = (name: string): Row =>
  row('C10', `events of ${name}`, async (bench) => {
    const { body } = await bench.ask({
      method: 'GET',
      path: `/api/v1/namespaces/NAMESPACE/events?fieldSelector=involvedObject.name%3D${name}`,
    });
    const items = isObject(body) && Array.isArray(body['items']) ? body['items'] : [];
    const texts = items.map((each) =>
      [each]
        .filter(isObject)
        .map(({ type, reason, message }) => `${type} ${reason}: ${String(message)}`)
        .join(),
    );
    return [...new Set(texts.map((text) => String(bench.symbols.hide(text))))].sort();
  });
