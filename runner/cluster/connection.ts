/** What it takes to speak to one API server. Certificates and keys are PEM texts. */
export interface Connection {
  /** Such as https://127.0.0.1:6443; a path prefix is kept. http is for servers without TLS. */
  server: string;
  /** The authority that signed the server's certificate. Default: the system's. */
  ca?: string;
  /** The client's certificate and its key. */
  cert?: string;
  key?: string;
  /** A bearer token. */
  token?: string;
  /** The name to check in the server's certificate when it is not the host of `server`. */
  serverName?: string;
  /** The server's certificate is not checked: only when the user's own kubeconfig says so. */
  insecure?: true;
}

/** A connection in the words of `node:tls`. */
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

/** Headers that every request carries. */
export const headersOf = ({ token }: Connection): Record<string, string> => ({
  'user-agent': 'plumbline',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
});

/** Scheme, host and port of the server, and the path that comes before every other, without its last slash. */
export const addressOf = ({ server }: Connection): { origin: string; prefix: string } => {
  const url = new URL(server);
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
};
