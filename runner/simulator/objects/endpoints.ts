import type { Unstructured } from './metadata.ts';

export type TargetReference = { kind: string; namespace: string; name: string; uid: string };
export type EndpointAddress = {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: TargetReference;
};
export type EndpointPort = { name?: string; port?: number; protocol?: string; appProtocol?: string };
export type EndpointSubset = {
  addresses?: EndpointAddress[];
  notReadyAddresses?: EndpointAddress[];
  ports?: EndpointPort[];
};
export interface Endpoints extends Unstructured {
  subsets?: EndpointSubset[];
}

export type SliceEndpoint = {
  addresses: string[];
  conditions: { ready?: boolean; serving?: boolean; terminating?: boolean };
  hostname?: string;
  nodeName?: string;
  zone?: string;
  targetRef?: TargetReference;
  hints?: { forZones?: { name: string }[]; forNodes?: { name: string }[] };
};
/** Empty lists are stored as null, as Go writes them. */
export interface EndpointSlice extends Unstructured {
  addressType: string;
  endpoints: SliceEndpoint[] | null;
  ports: EndpointPort[] | null;
}
