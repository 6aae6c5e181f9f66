import type { Dns } from './dns.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** The client of a connection, as the accepting side sees it. */
export interface Peer {
  ip: string;
  port: number;
}

export interface HttpRequest {
  method: string;
  /** Path and query, such as /hostname?x=1. */
  target: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The server closes the connection after this answer. */
  close?: boolean;
}

/** A socket that a container listens on. `address` 127.0.0.1 is not reachable from outside the pod. */
export interface Listener {
  port: number;
  protocol: Protocol;
  address: '0.0.0.0' | '127.0.0.1';
  /** Serves one HTTP request of a connection. Absent: the socket does not speak HTTP. */
  http?(request: HttpRequest, peer: Peer): Promise<HttpResponse>;
  /** Serves raw bytes (text) of a connection or a datagram; undefined: no answer. */
  text?(input: string, peer: Peer): Promise<string | undefined>;
  tls?: boolean;
  /** The PEM certificate chain shown to a client that asks for `serverName`. Absent: a self-signed one nobody trusts. */
  certificate?(serverName: string | undefined): string | undefined;
  /** The socket speaks DNS. */
  dns?: Dns;
}

/** A machine beside the cluster. */
export interface ExternalWorkload {
  name: string;
  ip: string;
  listeners: readonly Listener[];
}
