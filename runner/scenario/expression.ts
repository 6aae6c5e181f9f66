import { listWords, nearest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';

/** The object of a `${…}` expression. `path` and `field` are the parts between its dots. */
export type Reference =
  /** A capture or a variable. `path` is a path in its value. */
  | { root: 'name'; name: string; path: string[] }
  | { root: 'matrix'; name: string }
  /** Without an alias, the namespace of the scenario. */
  | { root: 'namespace'; alias?: string }
  /** A known field (`clusterIP`, `port` …), or a path from spec, status or metadata. */
  | { root: 'service'; name: string; field: string[] }
  | { root: 'pod'; of: { name: string } | { selector: string; index: number }; field: PodField }
  | { root: 'node'; of: { name: string } | { index: number }; field: NodeField }
  | { root: 'external'; index: number; field: ExternalField }
  | { root: 'ingress'; field: IngressField }
  | { root: 'object'; apiVersion: string; kind: string; namespace?: string; name: string; path: string };

export const serviceFields = ['clusterIP', 'port', 'nodePort', 'targetPort', 'externalIP', 'name'] as const;
export const podFields = ['ip', 'name', 'node', 'uid'] as const;
export const nodeFields = ['internalIP', 'name'] as const;
export const externalFields = ['ip', 'name', 'port'] as const;
export const ingressFields = ['address', 'httpPort', 'httpsPort'] as const;
type PodField = (typeof podFields)[number];
type NodeField = (typeof nodeFields)[number];
type ExternalField = (typeof externalFields)[number];
type IngressField = (typeof ingressFields)[number];

/** Reserved words, which cannot be names of variables or captures. */
export const roots = ['namespace', 'service', 'pod', 'node', 'external', 'ingress', 'object', 'matrix'] as const;

export const namePattern = '^[A-Za-z_][A-Za-z0-9_-]*$';

export interface ReferenceFault {
  code: 'reference-syntax' | 'reference-unknown';
  message: string;
  hint?: string;
}

export type ParsedReference = { reference: Reference } | { fault: ReferenceFault };

const ok = (reference: Reference): ParsedReference => ({ reference });

const unreadable = (text: string, form: string): ParsedReference => ({
  fault: {
    code: 'reference-syntax',
    message: `\${${excerpt(text)}} has a syntax error. The form is ${form}.`,
    hint: 'To write a literal ${, use $${.',
  },
});

const unknownField = (text: string, field: string, fields: readonly string[]): ParsedReference => {
  const meant = nearest(field, fields);
  const allowed = `Allowed: ${listWords(fields)}.`;
  return {
    fault: {
      code: 'reference-unknown',
      message: `\${${excerpt(text)}} has no field ${excerpt(field) || '(empty)'}. ${allowed}`,
      ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
    },
  };
};

const isOneOf = <Word extends string>(word: string, words: readonly Word[]): word is Word =>
  (words as readonly string[]).includes(word);

const parseService = (text: string, [name, ...field]: string[]): ParsedReference => {
  const [first] = field;
  if (!name || first === undefined) return unreadable(text, '${service.NAME.FIELD}');
  const isPath = field.length > 1 && ['spec', 'status', 'metadata'].includes(first);
  if (isPath || (field.length === 1 && isOneOf(first, serviceFields))) return ok({ root: 'service', name, field });
  return unknownField(text, field.join('.'), [...serviceFields, 'spec.…', 'status.…', 'metadata.…']);
};

const index = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]{1,4}$/.test(text) ? Number(text) : undefined;

const parsePod = (text: string, parts: string[]): ParsedReference => {
  const field = parts.at(-1) ?? '';
  const name = parts.slice(0, -1).join('.');
  if (!name) return unreadable(text, '${pod.NAME.FIELD} or ${pod[LABEL=VALUE].INDEX.FIELD}');
  return isOneOf(field, podFields) ? ok({ root: 'pod', of: { name }, field }) : unknownField(text, field, podFields);
};

const parseSelectedPod = (text: string): ParsedReference => {
  const [, selector = '', position, field = ''] = /^pod\[([^\]]+)\]\.([0-9]{1,4})\.([A-Za-z]+)$/.exec(text) ?? [];
  const at = index(position);
  if (at === undefined || !/^[^=\s]+=[^=\s]*$/.test(selector))
    return unreadable(text, '${pod[LABEL=VALUE].INDEX.FIELD}');
  if (!isOneOf(field, podFields)) return unknownField(text, field, podFields);
  return ok({ root: 'pod', of: { selector, index: at }, field });
};

const parseNode = (text: string, parts: string[]): ParsedReference => {
  const field = parts.at(-1) ?? '';
  const name = parts.slice(0, -1).join('.');
  if (!name) return unreadable(text, '${node.INDEX.FIELD} or ${node.NAME.FIELD}');
  if (!isOneOf(field, nodeFields)) return unknownField(text, field, nodeFields);
  const at = index(name);
  return ok({ root: 'node', of: at === undefined ? { name } : { index: at }, field });
};

const parseExternal = (text: string, [position, field = '', ...rest]: string[]): ParsedReference => {
  const at = index(position);
  if (at === undefined || rest.length) return unreadable(text, '${external.INDEX.FIELD}');
  return isOneOf(field, externalFields)
    ? ok({ root: 'external', index: at, field })
    : unknownField(text, field, externalFields);
};

const parseObject = (text: string): ParsedReference => {
  const form =
    '${object:APIVERSION/KIND/NAME:{JSONPATH}}, or with NAMESPACE/NAME, such as ${object:v1/ConfigMap/web:{.data.key}}';
  const [, head = '', path = ''] = /^object:([^:]*):(\{.*\})$/s.exec(text) ?? [];
  const parts = head.split('/');
  // The core API group has no name: its apiVersion is only a version.
  const apiVersion = parts.splice(0, /^v[0-9]/.test(head) ? 1 : 2).join('/');
  const [kind, ...names] = parts;
  const [namespace, name] = names.length > 1 ? names : [undefined, names[0]];
  if (!name || !kind || !apiVersion || namespace === '' || names.length > 2) return unreadable(text, form);
  // A filter or a script would be a program inside a scenario.
  if (path.includes('(')) return unreadable(text, `${form}, without filters or scripts`);
  return ok({ root: 'object', apiVersion, kind, name, path, ...(namespace !== undefined && { namespace }) });
};

/** Parses the inside of `${…}`. It does not check whether objects, variables and captures exist. */
export const parseReference = (inside: string): ParsedReference => {
  const text = inside.trim();
  if (text.startsWith('object:')) return parseObject(text);
  if (text.startsWith('pod[')) return parseSelectedPod(text);
  const [root = '', ...parts] = text.split('.');
  switch (root) {
    case 'namespace':
      if (parts.length > 1 || parts[0] === '') return unreadable(text, '${namespace} or ${namespace.ALIAS}');
      return ok({ root, ...(parts[0] !== undefined && { alias: parts[0] }) });
    case 'matrix':
      return parts.length === 1 && parts[0] ? ok({ root, name: parts[0] }) : unreadable(text, '${matrix.NAME}');
    case 'service':
      return parseService(text, parts);
    case 'pod':
      return parsePod(text, parts);
    case 'node':
      return parseNode(text, parts);
    case 'external':
      return parseExternal(text, parts);
    case 'ingress': {
      const field = parts.join('.');
      return isOneOf(field, ingressFields) ? ok({ root, field }) : unknownField(text, field, ingressFields);
    }
    case 'object':
      return parseObject(text);
  }
  if (!new RegExp(namePattern).test(root) || parts.includes(''))
    return unreadable(text, 'a name, or a reference such as service.NAME.FIELD');
  return ok({ root: 'name', name: root, path: parts });
};
