import { isObject, type JsonObject, type JsonPath, valueAt } from '../../core/json.ts';
import type { Mutation } from '../mutant.ts';
import { entriesAt, one, otherNumber, otherText } from './other.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/ */
export const breakIngress = (ingress: JsonObject): Mutation[] => [
  ...entriesAt(ingress, ['spec', 'rules']).flatMap(({ path, value: rule }) => [
    ...(typeof rule['host'] === 'string' ? [one('host', [...path, 'host'], otherHost(rule['host']))] : []),
    ...entriesAt(rule, ['http', 'paths']).flatMap(({ path: below, value }) => breakPath([...path, ...below], value)),
  ]),
  ...breakBackend(ingress, ['spec', 'defaultBackend']),
  ...entriesAt(ingress, ['spec', 'tls']).flatMap(({ path, value }) =>
    value['secretName'] === undefined ? [] : [one('tls', [...path, 'secretName'], otherText(value['secretName']))],
  ),
];

const otherHost = (host: string): string => (host.startsWith('*.') ? `*.other.${host.slice(2)}` : `other.${host}`);

const breakPath = (path: JsonPath, { path: route, ...rest }: JsonObject): Mutation[] => [
  ...(typeof route === 'string' ? [one('path', [...path, 'path'], route === '/' ? '/other' : `${route}other`)] : []),
  ...breakBackend({ path: rest }, ['path', 'backend']).map(({ operator, edits }) => ({
    operator,
    edits: edits.map((edit) => ({ ...edit, path: [...path, ...edit.path.slice(1)] })),
  })),
];

const breakBackend = (object: JsonObject, path: JsonPath): Mutation[] => {
  const service = valueAt(object, [...path, 'service']);
  if (!isObject(service)) return [];
  const at = [...path, 'service'];
  const number = valueAt(service, ['port', 'number']);
  const name = valueAt(service, ['port', 'name']);
  return [
    one('backend', [...at, 'name'], otherText(service['name'])),
    ...(number === undefined ? [] : [one('backend', [...at, 'port', 'number'], otherNumber(number))]),
    ...(typeof name === 'string' ? [one('backend', [...at, 'port', 'name'], `${name.slice(0, 13)}-x`)] : []),
  ];
};
