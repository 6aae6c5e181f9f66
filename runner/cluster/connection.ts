/** The address and credentials of one API server. Certificates and keys are PEM texts. */
export interface Connection {
  /** Such as https://127.0.0.1:6443; may have a path prefix. http is for servers without TLS. */
  server: string;
  /** The authority that signed the server's certificate. Default: the system's. */
  ca?: string;
  /** The client's certificate and its key. */
  cert?: string;
  key?: string;
  /** A bearer token. */
  token?: string;
  /** The name to check in the server's certificate if it differs from the host of `server`. */
  serverName?: string;
  /** The server's certificate is not checked: only if the user's own kubeconfig says so. */
  insecure?: true;
}

/** The options of `node:tls` for a connection. */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
}

export const tlsOptionsOf = ({ ca, cert, key, serverName, insecure }: Connection): TlsOptions => ({
  ...(ca !== undefined && { ca }),
  ...(cert !== undefined && { cert }),
  ...(key !== undefined && { key }),
  ...(serverName !== undefined && { servername: serverName }),
  ...(insecure && { rejectUnauthorized: false }),
});

/** The headers of every request. */
export const headersOf = ({ token }: Connection): Record<string, string> => ({
  'user-agent': 'plumbline',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
});

/** The origin (scheme, host and port) of the server, and the prefix of every path, without a slash at its end. */
export const addressOf = ({ server }: Connection): { origin: string; prefix: string } => {
  const url = new URL(server);
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
};
