import { succeed, type Tool } from './tool.ts';

/** ss: the listening sockets. kube-proxy opens none for NodePorts. */
export const ss: Tool = {
  names: ['ss'],
  run: async ({ args, machine }) => {
    const letters = args.filter((word) => /^-[a-z]+$/i.test(word)).join('');
    const wanted = [
      ...(letters.includes('t') || !letters.includes('u') ? ['TCP'] : []),
      ...(letters.includes('u') ? ['UDP'] : []),
    ];
    const rows = machine.listeners
      .filter((each) => wanted.includes(each.protocol))
      .map(({ port, protocol, address }) => {
        const state = protocol === 'TCP' ? 'LISTEN' : 'UNCONN';
        const queue = protocol === 'TCP' ? '4096' : '0';
        const local = `${address === '0.0.0.0' ? '*' : address}:${port}`;
        return `${state} 0      ${queue.padEnd(6)} ${local.padStart(18)} ${'*:*'.padStart(14)}          \n`;
      });
    return succeed(
      `State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n${letters.includes('l') ? rows.join('') : ''}`,
    );
  },
};

/** netstat of net-tools and busybox. */
export const netstat: Tool = {
  names: ['netstat'],
  run: async ({ machine }) => {
    const rows = machine.listeners.map(({ port, protocol, address }) =>
      `${protocol.toLowerCase().padEnd(5)}      0      0 ${`${address}:${port}`.padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} ${protocol === 'TCP' ? 'LISTEN' : ''}`.trimEnd(),
    );
    const head = `Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n`;
    return succeed(head + rows.map((row) => `${row}\n`).join(''));
  },
};

/** ip of iproute2, as far as it shows addresses and routes. */
export const ip: Tool = {
  names: ['ip'],
  run: async ({ args, machine }) => {
    const [object = 'addr'] = args.filter((word) => !word.startsWith('-'));
    const { ip: address } = machine.source();
    const gateway = address.replace(/\.\d+$/, '.1');
    if (object.startsWith('r'))
      return succeed(
        `default via ${gateway} dev eth0 \n${address.replace(/\.\d+$/, '.0')}/24 via ${gateway} dev eth0 src ${address} \n${gateway} dev eth0 scope link src ${address} \n`,
      );
    const loopback = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
`;
    const ethernet = `2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    inet ${address}/24 brd ${address.replace(/\.\d+$/, '.255')} scope global eth0
       valid_lft forever preferred_lft forever
`;
    const device = args.find((word) => word === 'lo' || word === 'eth0');
    return succeed((device === 'eth0' ? '' : loopback) + (device === 'lo' ? '' : ethernet));
  },
};
