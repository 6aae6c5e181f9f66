import type { Printer } from '../columns.ts';
import { podPrinter } from '../kinds/pod/columns.ts';
import {
  endpointSlicePrinter,
  endpointsPrinter,
  ingressClassPrinter,
  ingressPrinter,
  networkPolicyPrinter,
  servicePrinter,
} from '../kinds/service/columns.ts';
import {
  configMapPrinter,
  eventPrinter,
  leasePrinter,
  limitRangePrinter,
  namespacePrinter,
  nodePrinter,
  plainPrinter,
  quotaPrinter,
  secretPrinter,
  serviceAccountPrinter,
} from './others.ts';
import {
  daemonSetPrinter,
  deploymentPrinter,
  jobPrinter,
  replicaSetPrinter,
  replicationControllerPrinter,
  scalePrinter,
  statefulSetPrinter,
} from './workloads.ts';

const printers: Record<string, Printer> = {
  Pod: podPrinter,
  Service: servicePrinter,
  Endpoints: endpointsPrinter,
  EndpointSlice: endpointSlicePrinter,
  Ingress: ingressPrinter,
  IngressClass: ingressClassPrinter,
  NetworkPolicy: networkPolicyPrinter,
  Node: nodePrinter,
  Namespace: namespacePrinter,
  ConfigMap: configMapPrinter,
  Secret: secretPrinter,
  ServiceAccount: serviceAccountPrinter,
  Lease: leasePrinter,
  LimitRange: limitRangePrinter,
  ResourceQuota: quotaPrinter,
  Event: eventPrinter,
  Deployment: deploymentPrinter,
  ReplicaSet: replicaSetPrinter,
  ReplicationController: replicationControllerPrinter,
  StatefulSet: statefulSetPrinter,
  DaemonSet: daemonSetPrinter,
  Job: jobPrinter,
  Scale: scalePrinter,
};

export const printerOf = (kind: string): Printer => printers[kind] ?? plainPrinter;
