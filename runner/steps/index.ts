import { apply } from './act/apply.ts';
import { deleteObjects } from './act/delete.ts';
import { exec } from './act/exec.ts';
import { kubectl } from './act/kubectl.ts';
import { label } from './act/label.ts';
import { scale } from './act/scale.ts';
import { waitFor } from './act/wait-for.ts';
import { connects } from './connect/connects.ts';
import { curl } from './connect/curl.ts';
import { curlFails } from './connect/curl-fails.ts';
import { curlHitsDistinctPods } from './connect/curl-hits-distinct-pods.ts';
import { curlSticksToOnePod } from './connect/curl-sticks-to-one-pod.ts';
import { keepAliveSticksToOnePod } from './connect/keep-alive-sticks-to-one-pod.ts';
import { pingFailsOnClusterIp } from './connect/ping-fails-on-cluster-ip.ts';
import { pingSucceeds } from './connect/ping-succeeds.ts';
import { sourceIpIs } from './connect/source-ip-is.ts';
import { trafficSplits } from './connect/traffic-splits.ts';
import { dnsFails } from './discover/dns-fails.ts';
import { dnsResolves } from './discover/dns-resolves.ts';
import { ingressRoutes } from './expose/ingress-routes.ts';
import { nodePortAnswersOnEveryNode } from './expose/node-port-answers-on-every-node.ts';
import { endpointsAre } from './look/endpoints-are.ts';
import { resourceMatches } from './look/resource-matches.ts';
import type { AnyStepKind } from './step.ts';

/** All kinds of steps, in the order in which the documentation has them. The only place that names them. */
export const stepKinds: readonly AnyStepKind[] = [
  // act
  apply,
  deleteObjects,
  scale,
  label,
  exec,
  kubectl,
  waitFor,
  // look
  resourceMatches,
  endpointsAre,
  // connect
  curl,
  curlFails,
  curlHitsDistinctPods,
  curlSticksToOnePod,
  keepAliveSticksToOnePod,
  trafficSplits,
  connects,
  sourceIpIs,
  pingSucceeds,
  pingFailsOnClusterIp,
  // discover
  dnsResolves,
  dnsFails,
  // expose
  nodePortAnswersOnEveryNode,
  ingressRoutes,
];
