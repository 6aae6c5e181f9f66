import { posix } from 'node:path';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';
import type { Binder } from '../steps/step.ts';
import { Page, type Sink } from './page.ts';
import { describeValue } from './shape-fault.ts';
import type { Texts } from './texts.ts';
import { expandNames, type Names, splitText } from './variables.ts';

/** A value that may contain expressions, and its place. */
export interface BoundText {
  value: JsonValue;
  page: Page;
  path: JsonPath;
}

/** An object, and where it came from. */
export interface PlacedObject {
  object: KubernetesObject;
  page: Page;
  path: JsonPath;
}

/**
 * Whether a manifest has a fixed node port. A cluster has each port once, so two such scenarios cannot run at a time.
 */
export const takesNodePort = ({ object }: PlacedObject): boolean => {
  const spec = object['spec'];
  const ports = isObject(spec) && Array.isArray(spec['ports']) ? spec['ports'] : [];
  return object.kind === 'Service' && ports.some((port) => isObject(port) && port['nodePort'] !== undefined);
};

export interface BinderOptions {
  /** The scenario's page, and the path to which the binder's `at` is relative. */
  page: Page;
  base: JsonPath;
  /** The absolute path of the scenario's folder, with slashes. */
  directory: string;
  root: string;
  texts: Texts;
  names: Names;
  sink: Sink;
  /** Called for every object, and for every document of a file that contains expressions. */
  onObject(placed: PlacedObject): void;
  onDocument(text: BoundText): void;
}

/** The absolute path for a relative path in a scenario. Undefined if it is outside of `root`. */
export const resolveWithin = (path: string, directory: string, root: string): string | undefined => {
  // Backslashes and drive letters are paths only on some systems; a scenario must name the same file on all.
  if (path.startsWith('/') || /[\\\0]|^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return undefined;
  const resolved = posix.join(directory, path);
  return resolved.startsWith(root.endsWith('/') ? root : `${root}/`) ? resolved : undefined;
};

/** The objects of a List, or the object itself, each with its path. */
const flattenList = (value: JsonValue, path: JsonPath): [value: JsonValue, path: JsonPath][] =>
  isObject(value) &&
  typeof value['kind'] === 'string' &&
  value['kind'].endsWith('List') &&
  Array.isArray(value['items'])
    ? value['items'].flatMap((item, index) => flattenList(item, [...path, 'items', index]))
    : [[value, path]];

/**
 * Whether a namespace is one of the scenario's own, whose names differ from run to run and so need an expression. A
 * name with such a prefix, for example `${namespace}-nowhere`, cannot belong to anything else either.
 */
const isOwnNamespace = (namespace: string): boolean => {
  const [first, rest, ...more] = splitText(namespace).parts;
  if (first === undefined || !('inside' in first) || !/^\s*namespace(\.|\s*$)/.test(first.inside)) return false;
  return rest === undefined || (more.length === 0 && 'text' in rest && /^-[a-z0-9-]+$/.test(rest.text));
};

const checkObject = (value: JsonValue, page: Page, path: JsonPath): KubernetesObject | undefined => {
  if (!isObject(value)) {
    page.report(
      { code: 'manifest-invalid', message: `A manifest is ${describeValue(value)}, but must be a mapping.` },
      path,
    );
    return undefined;
  }
  const wanted = [['apiVersion'], ['kind'], ['metadata', 'name']];
  const lacks = wanted.filter((each) => typeof valueAt(value, each) !== 'string' || valueAt(value, each) === '');
  const [first] = lacks;
  if (first) {
    const names = lacks.map((each) => each.join('.')).join(' and ');
    const found = valueAt(value, first);
    const hint = found === undefined ? undefined : `It is ${describeValue(found)}, but must be a string.`;
    const at = found === undefined ? path : [...path, ...first];
    page.report({ code: 'manifest-invalid', message: `The manifest lacks ${names}.`, ...(hint && { hint }) }, at);
    return undefined;
  }
  const namespace = valueAt(value, ['metadata', 'namespace']);
  if (namespace !== undefined && namespace !== null && !(typeof namespace === 'string' && isOwnNamespace(namespace))) {
    page.report(
      {
        code: 'manifest-namespace',
        message: `The namespace ${excerpt(String(namespace))} does not belong to the scenario.`,
        hint: "Omit the namespace to use the scenario's, or list an alias under namespaces and write ${namespace.ALIAS}.",
      },
      [...path, 'metadata', 'namespace'],
    );
    return undefined;
  }
  return structuredClone(value) as JsonObject as KubernetesObject;
};

/** Reads the objects of `file` and `manifest`. Faults go to the sink, with their places. */
export const createBinder = (options: BinderOptions): Omit<Binder, 'step'> => {
  const { page, base, directory, root, texts, names, sink } = options;
  const objectsOf = (value: JsonValue, at: Page, path: JsonPath): KubernetesObject[] =>
    flattenList(value, path).flatMap(([each, eachPath]) => {
      const object = checkObject(each, at, eachPath);
      if (object) options.onObject({ object, page: at, path: eachPath });
      return object ? [object] : [];
    });
  return {
    // The schema of the body has already reported a value that is not a mapping.
    manifest: (value, at) => (isObject(value) ? objectsOf(value, page, [...base, ...at]) : []),
    file: (given, at) => {
      const path = resolveWithin(given, directory, root);
      if (path === undefined) {
        const message = `The path ${excerpt(given)} is outside the folder of the scenarios.`;
        page.report({ code: 'path-outside', message, hint: "Name a file in the scenario's folder or below it." }, [
          ...base,
          ...at,
        ]);
        return [];
      }
      const found = texts.find(path);
      if (!found) return [];
      if ('fault' in found) {
        page.report(found.fault, [...base, ...at]);
        return [];
      }
      for (const diagnostic of found.source.diagnostics) sink(diagnostic);
      const objects = found.source.documents.flatMap((document) => {
        if (document.value === null) return [];
        const hasExpressions = found.text.includes('${');
        const value = hasExpressions ? expandNames(document.value, names) : document.value;
        const filePage = new Page({ file: found.file, text: found.text, document, sink });
        if (hasExpressions) options.onDocument({ value, page: filePage, path: [] });
        return objectsOf(value, filePage, []);
      });
      if (!found.source.documents.some(({ value }) => value !== null) && !found.source.diagnostics.length)
        page.report({ code: 'manifest-invalid', message: `The file ${found.file} has no manifest.` }, [...base, ...at]);
      return objects;
    },
  };
};
