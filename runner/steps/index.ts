import { apply } from './act/apply.ts';
import { applyFails } from './act/apply-fails.ts';
import { command } from './act/command.ts';
import { deleteObjects } from './act/delete.ts';
import { exec } from './act/exec.ts';
import { expose } from './act/expose.ts';
import { kubectl } from './act/kubectl.ts';
import { label } from './act/label.ts';
import { patch } from './act/patch.ts';
import { restart } from './act/restart.ts';
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
import { survives } from './connect/survives.ts';
import { trafficSplits } from './connect/traffic-splits.ts';
import { dnsFails } from './discover/dns-fails.ts';
import { dnsResolves } from './discover/dns-resolves.ts';
import { envHasService } from './discover/env-has-service.ts';
import { envLacksService } from './discover/env-lacks-service.ts';
import { resolvConfHas } from './discover/resolv-conf-has.ts';
import { srvResolves } from './discover/srv-resolves.ts';
import { externalNameResolves } from './expose/external-name-resolves.ts';
import { ingressRoutes } from './expose/ingress-routes.ts';
import { ingressTerminatesTls } from './expose/ingress-terminates-tls.ts';
import { loadBalancerAnswers } from './expose/load-balancer-answers.ts';
import { nodePortAnswersOnEveryNode } from './expose/node-port-answers-on-every-node.ts';
import { endpointsAre } from './look/endpoints-are.ts';
import { eventOccurs } from './look/event-occurs.ts';
import { logsContain } from './look/logs-contain.ts';
import { resourceAbsent } from './look/resource-absent.ts';
import { resourceMatches } from './look/resource-matches.ts';
import type { AnyStepKind } from './step.ts';

/** All kinds of steps, in the order of the documentation. This is the only list of them. */
export const stepKinds: readonly AnyStepKind[] = [
  // act
  apply,
  applyFails,
  deleteObjects,
  scale,
  label,
  patch,
  restart,
  expose,
  exec,
  kubectl,
  command,
  waitFor,
  // look
  resourceMatches,
  resourceAbsent,
  endpointsAre,
  logsContain,
  eventOccurs,
  // connect
  curl,
  curlFails,
  curlHitsDistinctPods,
  curlSticksToOnePod,
  keepAliveSticksToOnePod,
  trafficSplits,
  survives,
  connects,
  sourceIpIs,
  pingSucceeds,
  pingFailsOnClusterIp,
  // discover
  dnsResolves,
  dnsFails,
  srvResolves,
  resolvConfHas,
  envHasService,
  envLacksService,
  // expose
  externalNameResolves,
  nodePortAnswersOnEveryNode,
  loadBalancerAnswers,
  ingressRoutes,
  ingressTerminatesTls,
];
