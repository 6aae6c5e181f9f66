import type Dockerode from 'dockerode';
import { ipv4Text, parseRange } from '../../../core/address.ts';

/**
 * Creates a network for one cluster: nothing else uses its addresses, and names of containers resolve in it. The call cannot
 * be aborted: the engine would still create the network, and nobody would remove it.
 */
export const createNetwork = async (docker: Dockerode, name: string, labels: Record<string, string>): Promise<void> => {
  await docker.createNetwork({
    Name: name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: labels,
    Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'true' },
  });
};

/**
 * Addresses from the top of an IPv4 subnet downwards, without the broadcast address. The engine assigns addresses from the
 * bottom, so that the two meet only in a full network. 172.18.0.0/16 → 172.18.255.254, 172.18.255.253 …
 */
export const addressesFromTop = (subnet: string, most: number): string[] => {
  const range = parseRange(subnet);
  if (!range) return [];
  const { first, size } = range;
  const count = Math.max(0, Math.min(most, size / 2 - 1));
  return Array.from({ length: count }, (_, index) => ipv4Text(first + size - 2 - index));
};

/** The IPv4 subnet of a network. */
export const readSubnet = async (docker: Dockerode, name: string): Promise<string> => {
  const details: Dockerode.NetworkInspectInfo = await docker.getNetwork(name).inspect();
  const subnet = details.IPAM?.Config?.map((each) => each.Subnet ?? '').find((each) => /^[0-9.]+\/[0-9]+$/.test(each));
  if (!subnet) throw new Error(`The network ${name} has no IPv4 subnet.`);
  return subnet;
};
