import type { Diagnostic, DiagnosticCode } from '../core/diagnostic.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../core/json.ts';
import { parseSource, type SourceDocument } from '../core/source.ts';
import { toYaml } from '../core/to-yaml.ts';
import type { Connection } from './connection.ts';

export interface KubeconfigReading {
  /** Absent if there are diagnostics. */
  connection?: Connection;
  /** The context that was read. */
  context?: string;
  /** The context's namespace, if it has one. */
  namespace?: string;
  diagnostics: Diagnostic[];
}

const inlineHint = 'Make a file that contains everything: kubectl config view --flatten --minify --raw';
const tokenHint =
  "Use a context with a client certificate or a token, such as a ServiceAccount's (kubectl create token).";

/** Fields that need another file, program or protocol, and the alternative. */
const unsupportedClusterFields = { 'certificate-authority': inlineHint, 'proxy-url': 'Use a context without a proxy.' };
const unsupportedUserFields = {
  'client-certificate': inlineHint,
  'client-key': inlineHint,
  tokenFile: inlineHint,
  exec: tokenHint,
  'auth-provider': tokenHint,
  username: tokenHint,
};

type Named = { value: JsonObject; path: JsonPath };

/** Reads the parts of one kubeconfig and collects what is wrong with them. */
const createReader = (document: SourceDocument, diagnostics: Diagnostic[]) => {
  const root = isObject(document.value) ? document.value : {};

  const fault = (code: DiagnosticCode, message: string, path: JsonPath, hint?: string): undefined => {
    diagnostics.push({ code, message, ...(hint && { hint }), span: document.locate(path) });
  };

  /** An entry of `clusters`, `users` or `contexts`: `{name, [key]: {…}}`. */
  const find = (list: string, key: string, name: string): Named | undefined => {
    const entries = Array.isArray(root[list]) ? root[list] : [];
    const index = entries.findIndex((each) => isObject(each) && each['name'] === name);
    const entry = entries[index];
    const value = isObject(entry) ? entry[key] : undefined;
    return isObject(value)
      ? { value, path: [list, index, key] }
      : fault('option-invalid', `The kubeconfig has no ${key} ${JSON.stringify(name)}.`, [list]);
  };

  const text = ({ value, path }: Named, field: string): string | undefined => {
    const found: JsonValue | undefined = value[field];
    if (found === undefined || found === null || found === '') return undefined;
    return typeof found === 'string' ? found : fault('schema-type', `${field} must be a string.`, [...path, field]);
  };

  /** A field with base64 of PEM. */
  const pem = (from: Named, field: string): string | undefined => {
    const encoded = text(from, field);
    if (encoded === undefined) return undefined;
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    return decoded.includes('-----BEGIN ')
      ? decoded
      : fault('schema-value', `${field} is not base64 of a PEM text.`, [...from.path, field]);
  };

  const refuseFields = ({ value, path }: Named, fields: Record<string, string>): void => {
    for (const [field, hint] of Object.entries(fields))
      if (value[field]) fault('schema-value', `${field} is not supported here.`, [...path, field], hint);
  };

  return { root, fault, find, text, pem, refuseFields };
};

type Reader = ReturnType<typeof createReader>;

const readServer = (reader: Reader, cluster: Named): Partial<Connection> => {
  const server = reader.text(cluster, 'server');
  const ca = reader.pem(cluster, 'certificate-authority-data');
  const serverName = reader.text(cluster, 'tls-server-name');
  if (server === undefined || !/^https?:$/.test(URL.parse(server)?.protocol ?? ''))
    reader.fault('schema-value', 'server must be an http or https URL.', [...cluster.path, 'server']);
  if (ca === undefined) reader.refuseFields(cluster, unsupportedClusterFields);
  return {
    ...(server !== undefined && { server }),
    ...(ca !== undefined && { ca }),
    ...(serverName !== undefined && { serverName }),
    ...(cluster.value['insecure-skip-tls-verify'] === true && { insecure: true }),
  };
};

const readCredentials = (reader: Reader, user: Named): Partial<Connection> => {
  const cert = reader.pem(user, 'client-certificate-data');
  const key = reader.pem(user, 'client-key-data');
  const token = reader.text(user, 'token');
  const hasPair = cert !== undefined && key !== undefined;
  if (!hasPair && token === undefined) reader.refuseFields(user, unsupportedUserFields);
  if (!hasPair && (cert ?? key) !== undefined)
    reader.fault(
      'schema-required',
      'A client certificate needs its key, and a key its certificate.',
      user.path,
      inlineHint,
    );
  return { ...(hasPair && { cert, key }), ...(token !== undefined && { token }) };
};

/**
 * Reads the connection of a kubeconfig's context (default: its current-context). The file must contain certificates and keys.
 * https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export const readKubeconfig = (text: string, context?: string, file = 'kubeconfig'): KubeconfigReading => {
  const source = parseSource(text, file);
  // kubectl writes and reads this file, so a word such as `on` in a name is not a fault of the user.
  const diagnostics = source.diagnostics.filter((each) => each.code !== 'yaml-ambiguous-scalar');
  const [document] = source.documents;
  if (diagnostics.length > 0) return { diagnostics };
  if (!document || source.documents.length > 1)
    return { diagnostics: [{ code: 'yaml-several-documents', message: `${file} must have exactly one document.` }] };
  const reader = createReader(document, diagnostics);
  const name = context ?? reader.root['current-context'];
  if (typeof name !== 'string' || name === '') {
    reader.fault('option-invalid', 'The kubeconfig has no current-context, and no context was given.', []);
    return { diagnostics };
  }
  const chosen = reader.find('contexts', 'context', name);
  const cluster = chosen && reader.find('clusters', 'cluster', reader.text(chosen, 'cluster') ?? '');
  const user = chosen && reader.text(chosen, 'user');
  const credentials = user === undefined ? undefined : reader.find('users', 'user', user);
  const server = cluster && readServer(reader, cluster);
  const identity = credentials && readCredentials(reader, credentials);
  const namespace = chosen && reader.text(chosen, 'namespace');
  if (diagnostics.length > 0 || server?.server === undefined) return { diagnostics };
  return {
    connection: { ...server, ...identity, server: server.server },
    context: name,
    ...(namespace !== undefined && { namespace }),
    diagnostics,
  };
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A kubeconfig with one cluster, user and context, all called `name`. It contains secrets: its file needs mode 0600. */
export const writeKubeconfig = (
  { server, ca, cert, key, token, serverName, insecure }: Connection,
  { name, namespace }: { name: string; namespace?: string },
): string =>
  toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server,
          ...(ca !== undefined && { 'certificate-authority-data': base64(ca) }),
          ...(serverName !== undefined && { 'tls-server-name': serverName }),
          ...(insecure && { 'insecure-skip-tls-verify': true }),
        },
      },
    ],
    users: [
      {
        name,
        user: {
          ...(cert !== undefined && { 'client-certificate-data': base64(cert) }),
          ...(key !== undefined && { 'client-key-data': base64(key) }),
          ...(token !== undefined && { token }),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace !== undefined && { namespace }) } }],
  });
