import type { ConnectOutcome } from '../objects/network.ts';
import type { Protocol } from '../objects/sockets.ts';
import type { Machine } from './tool.ts';

export type Connected = ConnectOutcome & { result: 'connected' };

export type DialOutcome = Connected | { result: 'refused' | 'no-route' | 'timeout' };

export interface DialTarget {
  ip: string;
  port: number;
  protocol: Protocol;
}

export interface DialLimits {
  /** Milliseconds that the program itself waits; Infinity when it leaves that to the kernel. */
  timeout: number;
  signal: AbortSignal;
}

/** Milliseconds that Linux itself waits for an answer to SYN (net.ipv4.tcp_syn_retries = 6). */
export const synTimeout = 127_000;

const neighbourTimeout = 3_060;

/**
 * Opens a connection as a program sees it. A lost SYN costs the time until the program or the kernel gives up, on the
 * cluster's clock; so does a neighbour that does not answer.
 */
export const dial = async (
  { network, source, clusterState }: Machine,
  { ip, port, protocol }: DialTarget,
  { timeout, signal }: DialLimits,
): Promise<DialOutcome> => {
  const outcome = network.connect(source(), ip, port, protocol);
  if (outcome.result === 'no-route') {
    // The kernel asks three times, a second apart, who has the address.
    await clusterState.clock.sleep(Math.max(0, Math.min(timeout, neighbourTimeout)), signal);
    return timeout < neighbourTimeout ? { result: 'timeout' } : outcome;
  }
  if (outcome.result !== 'dropped') return outcome;
  await clusterState.clock.sleep(Math.max(0, Math.min(timeout, synTimeout)), signal);
  return { result: 'timeout' };
};

/** "1.5" seconds → 1500; undefined for a text that is no number. */
export const secondsOf = (text: string | undefined): number | undefined => {
  const seconds = Number(text);
  return text !== undefined && text !== '' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
};
