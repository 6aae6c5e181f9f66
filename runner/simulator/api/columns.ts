import { isObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Unstructured } from '../objects/metadata.ts';

export interface Column {
  name: string;
  /** 1: only with -o wide. */
  priority?: 0 | 1;
  type?: 'string' | 'integer' | 'boolean';
}

/** How a kind is printed: pkg/printers/internalversion. */
export interface Printer<Each extends Unstructured = Unstructured> {
  columns: readonly Column[];
  cells(object: Each, now: number): JsonValue[];
}

/** `5s`, `3m20s`, `47h`, `8d`: k8s.io/apimachinery/pkg/util/duration. */
export const humanDuration = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return days % 365 === 0 || years >= 8 ? `${years}y` : `${years}y${days % 365}d`;
};

export const ageOf = (time: string | undefined, now: number): string =>
  time ? humanDuration(now - Date.parse(time)) : '<unknown>';

export const createdAge = ({ metadata }: Pick<Unstructured, 'metadata'>, now: number): string =>
  ageOf(metadata.creationTimestamp, now);

/** `a=1,b=2`, in the order of the keys. */
export const pairsText = (pairs: Record<string, string> | undefined): string => {
  const entries = Object.entries(pairs ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? entries.map(([key, value]) => `${key}=${value}`).join(',') : '<none>';
};

/** The first three and how many more. */
export const firstThree = (items: readonly string[]): string =>
  items.length > 3 ? `${items.slice(0, 3).join(',')} + ${items.length - 3} more...` : items.join(',');

export const column = (name: string, priority: 0 | 1 = 0, type: Column['type'] = 'string'): Column => ({
  name,
  priority,
  type,
});
export const nameColumn: Column = { name: 'Name', priority: 0, type: 'string' };
export const ageColumn: Column = { name: 'Age', priority: 0, type: 'string' };

export type IncludeObject = 'None' | 'Metadata' | 'Object';

const objectOf = (object: Unstructured, include: IncludeObject): JsonObject | undefined => {
  if (include === 'Object') return object;
  if (include === 'None') return undefined;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
};

/** Kinds without a table of their own. */
const plainPrinter: Printer = {
  columns: [nameColumn, column('Created At')],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp ?? ''],
};

export interface TableParts {
  /** Absent: the name and when it was created. */
  printer: Printer | undefined;
  objects: readonly Unstructured[];
  /** Of the list. */
  metadata: JsonObject;
  include: IncludeObject;
  now: number;
}

/** The meta.k8s.io/v1 Table that `kubectl get` prints. */
export const makeTable = ({ printer = plainPrinter, objects, metadata, include, now }: TableParts): JsonObject => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
  columnDefinitions: printer.columns.map(({ name, priority = 0, type = 'string' }) => ({
    name,
    type,
    format: name === 'Name' ? 'name' : '',
    description: '',
    priority,
  })),
  rows: objects.map((object) => {
    const row = objectOf(object, include);
    return { cells: printer.cells(object, now), ...(isObject(row) && { object: row }) };
  }),
});
