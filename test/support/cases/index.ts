import type { StepCase } from '../step-cases.ts';
import { applyFailsCases } from './apply-fails.ts';
import { commandCases } from './command.ts';
import { connectsCases } from './connects.ts';
import { environmentCases } from './environment.ts';
import { eventOccursCases } from './event-occurs.ts';
import { exposeCases } from './expose.ts';
import { externalNameCases } from './external-name.ts';
import { keepAliveSticksToOnePodCases } from './keep-alive-sticks-to-one-pod.ts';
import { loadBalancerCases } from './load-balancer.ts';
import { logsContainCases } from './logs-contain.ts';
import { patchCases } from './patch.ts';
import { resolverCases } from './resolver.ts';
import { resourceAbsentCases } from './resource-absent.ts';
import { restartCases } from './restart.ts';
import { sourceIpIsCases } from './source-ip-is.ts';
import { srvCases } from './srv.ts';
import { survivesCases } from './survives.ts';
import { tlsCases } from './tls.ts';
import { trafficSplitsCases } from './traffic-splits.ts';

/** The cases of each kind, which the tests run on every cluster. */
export const casesOfKinds: Readonly<Record<string, readonly StepCase[]>> = {
  'apply-fails': applyFailsCases,
  patch: patchCases,
  restart: restartCases,
  expose: exposeCases,
  command: commandCases,
  'resource-absent': resourceAbsentCases,
  'logs-contain': logsContainCases,
  'event-occurs': eventOccursCases,
  connects: connectsCases,
  'keep-alive-sticks-to-one-pod': keepAliveSticksToOnePodCases,
  'source-ip-is': sourceIpIsCases,
  survives: survivesCases,
  'traffic-splits': trafficSplitsCases,
  'env-has-service and env-lacks-service': environmentCases,
  'resolv-conf-has': resolverCases,
  'srv-resolves': srvCases,
  'external-name-resolves': externalNameCases,
  'load-balancer-answers': loadBalancerCases,
  'ingress-terminates-tls': tlsCases,
};
