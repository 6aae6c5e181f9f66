import { isObject, type JsonObject } from '../../../../core/json.ts';

export const withProtocol = (port: JsonObject): JsonObject => ({ ...port, protocol: port['protocol'] || 'TCP' });

export const mapObjects = (list: unknown, change: (each: JsonObject) => JsonObject): JsonObject[] =>
  Array.isArray(list) ? list.filter(isObject).map(change) : [];
