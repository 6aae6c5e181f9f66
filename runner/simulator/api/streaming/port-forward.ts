import type { Duplex } from 'node:stream';
import type { Pod } from '../../objects/pods.ts';
import type { PodRuntime } from '../http/streams.ts';
import type { Headers } from '../spdy/header-block.ts';
import { serveSpdy } from '../spdy/session.ts';

export const portForwardProtocol = 'portforward.k8s.io';

/** The streams of one forwarded connection: one for its bytes, one for what went wrong. */
interface Pair {
  data?: Duplex;
  error?: Duplex;
}

const portOf = ({ port = '' }: Headers): number | undefined => {
  const number = Number(port);
  return /^\d{1,5}$/.test(port) && number > 0 && number < 65_536 ? number : undefined;
};

/**
 * port-forward: SPDY with two streams for each connection, joined by their header `requestid`.
 * https://github.com/kubernetes/kubernetes/tree/v1.34.4/staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward
 */
export const servePortForward = async (runtime: PodRuntime, pod: Pod, transport: Duplex): Promise<void> => {
  const pairs = new Map<string, Pair>();

  const forward = async (port: number, data: Duplex, error: Duplex): Promise<void> => {
    try {
      await runtime.forward(pod, port, data);
      data.end();
      error.end();
    } catch (fault) {
      // The text first, then both streams are reset, as the kubelet does.
      error.write(fault instanceof Error ? fault.message : String(fault), () => {
        data.destroy();
        error.destroy();
      });
    }
  };

  await serveSpdy(transport, (headers) => {
    const port = portOf(headers);
    const { streamtype: kind, requestid: id = '' } = headers;
    if (port === undefined || (kind !== 'data' && kind !== 'error')) return undefined;
    if (pairs.get(id)?.[kind]) return undefined;
    return ({ body }) => {
      const pair: Pair = { ...pairs.get(id), [kind]: body };
      pairs.set(id, pair);
      // Only the server writes to an error stream.
      if (kind === 'error') body.resume();
      if (!pair.data || !pair.error) return;
      pairs.delete(id);
      forward(port, pair.data, pair.error).catch(() => transport.destroy());
    };
  });
};
