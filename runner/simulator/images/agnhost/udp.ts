import type { Listener } from '../../objects/sockets.ts';
import type { Process } from '../image.ts';

/** The datagram server of netexec: hostname, echo, clientip and serverport, and silence for anything else. */
export const udpAnswer = ({ hostname }: Process, port: number, protocol: 'UDP' | 'SCTP'): Listener => ({
  port,
  protocol,
  address: '0.0.0.0',
  text: async (input, peer) => {
    const asked = input.trim().toLowerCase();
    if (asked === 'hostname') return hostname;
    if (asked.startsWith('echo ')) return asked.slice('echo '.length);
    if (asked === 'clientip') return `${peer.ip}:${peer.port}`;
    if (asked === 'serverport') return String(port);
    return undefined;
  },
});
