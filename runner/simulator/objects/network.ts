import type { Listener, Peer, Protocol } from './sockets.ts';

/** How one connection attempt ended, as the client's kernel sees it. */
export type ConnectOutcome =
  | { result: 'connected'; listener: Listener; peer: Peer; backend: { ip: string; port: number; name: string } }
  /** RST or ICMP port unreachable: at once. */
  | { result: 'refused' }
  /** No answer: lost until the client's own time limit. */
  | { result: 'dropped' }
  | { result: 'no-route' };

/** Where a connection starts. */
export type Source =
  | { place: 'pod'; uid: string; ip: string; node: string; namespace: string; labels: Readonly<Record<string, string>> }
  | { place: 'node'; node: string; ip: string }
  | { place: 'outside'; ip: string };

/** The data plane: connection-level semantics of kube-proxy. */
export interface Network {
  connect(source: Source, ip: string, port: number, protocol: Protocol): ConnectOutcome;
  /** ICMP echo. */
  ping(source: Source, ip: string): 'reply' | 'lost' | 'port-unreachable';
}
