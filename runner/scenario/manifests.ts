import { posix } from 'node:path';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';
import type { Binder } from '../steps/step.ts';
import { Page, type Sink } from './page.ts';
import { describeValue } from './shape-fault.ts';
import type { Texts } from './texts.ts';
import { expandNames, type Names, splitText } from './variables.ts';

/** A value that expressions may stand in, and where it came from. */
export interface BoundText {
  value: JsonValue;
  page: Page;
  path: JsonPath;
}

export interface BinderOptions {
  /** The scenario's page, and the path in it that the binder's `at` goes on from. */
  page: Page;
  base: JsonPath;
  /** Absolute, with slashes. */
  directory: string;
  root: string;
  texts: Texts;
  names: Names;
  sink: Sink;
  /** Told of every object, and of every document that came from a file. */
  onObject(object: KubernetesObject): void;
  onDocument(text: BoundText): void;
}

/** The absolute path that a scenario means by a relative one; undefined when it leads out of `root`. */
export const resolveWithin = (path: string, directory: string, root: string): string | undefined => {
  // Backslashes and drive letters are paths on other systems; a scenario must mean the same file everywhere.
  if (path.startsWith('/') || /[\\\0]|^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return undefined;
  const resolved = posix.join(directory, path);
  return resolved.startsWith(root.endsWith('/') ? root : `${root}/`) ? resolved : undefined;
};

/** Lists of objects count as the objects; other objects are themselves. Paths lead from the value. */
const flattenList = (value: JsonValue, path: JsonPath): [value: JsonValue, path: JsonPath][] =>
  isObject(value) &&
  typeof value['kind'] === 'string' &&
  value['kind'].endsWith('List') &&
  Array.isArray(value['items'])
    ? value['items'].flatMap((item, index) => flattenList(item, [...path, 'items', index]))
    : [[value, path]];

/**
 * Only the scenario's own namespaces: their names differ from run to run, so that they come from an expression. A name
 * that goes on from one of them, such as `${namespace}-nowhere`, is nobody else's either.
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
    const hint = found === undefined ? undefined : `It is ${describeValue(found)}; it must be a text.`;
    const at = found === undefined ? path : [...path, ...first];
    page.report({ code: 'manifest-invalid', message: `The manifest lacks ${names}.`, ...(hint && { hint }) }, at);
    return undefined;
  }
  const namespace = valueAt(value, ['metadata', 'namespace']);
  if (namespace !== undefined && namespace !== null && !(typeof namespace === 'string' && isOwnNamespace(namespace))) {
    page.report(
      {
        code: 'manifest-namespace',
        message: `The namespace ${excerpt(String(namespace))} is fixed, and no scenario owns a fixed one.`,
        hint: "Leave the namespace out to use the scenario's own, or list an alias under namespaces: and write ${namespace.ALIAS}.",
      },
      [...path, 'metadata', 'namespace'],
    );
    return undefined;
  }
  return structuredClone(value) as JsonObject as KubernetesObject;
};

/** Turns `file:` and `manifest:` into objects. Faults go to the sink with the place in the file where they are. */
export const createBinder = (options: BinderOptions): Omit<Binder, 'step'> => {
  const { page, base, directory, root, texts, names, sink } = options;
  const objectsOf = (value: JsonValue, at: Page, path: JsonPath): KubernetesObject[] =>
    flattenList(value, path).flatMap(([each, eachPath]) => {
      const object = checkObject(each, at, eachPath);
      if (object) options.onObject(object);
      return object ? [object] : [];
    });
  return {
    // That it must be a mapping was told by the shape of what holds it.
    manifest: (value, at) => (isObject(value) ? objectsOf(value, page, [...base, ...at]) : []),
    file: (given, at) => {
      const path = resolveWithin(given, directory, root);
      if (path === undefined) {
        const message = `The path ${excerpt(given)} leads out of the folder of the scenarios.`;
        page.report({ code: 'path-outside', message, hint: 'Name a file beside or below the scenario.' }, [
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
        page.report({ code: 'manifest-invalid', message: `The file ${found.file} holds no manifest.` }, [
          ...base,
          ...at,
        ]);
      return objects;
    },
  };
};
