import { isObject } from '../../../../core/json.ts';
import type { Pod, PodSpec } from '../../../objects/pods.ts';
import { limitRanger } from '../../admission/limit-ranger.ts';
import { namespaced } from '../../resources.ts';
import { success } from '../../status.ts';
import { validateObjectMetaUpdate } from '../../validation/meta.ts';
import type { ApiKind, Subresource } from '../api-kind.ts';
import { inSpec } from '../support/spec.ts';
import { proxyAs, status, streamAs } from '../support/subresources.ts';
import { defaultTolerationSeconds, priority, serviceAccount } from './admission.ts';
import { podPrinter } from './columns.ts';
import { defaultPod } from './defaults.ts';
import { evict } from './eviction.ts';
import { locatePod } from './location.ts';
import { qualityOf } from './quality.ts';
import { podQuota } from './quota.ts';
import { validateImages, validatePodSpec, validatePodUpdate } from './validation.ts';

const binding: Subresource<Pod> = {
  group: '',
  version: 'v1',
  kind: 'Binding',
  verbs: ['create'],
  create: (pod, { body: { target: node }, store }) => {
    store.put({ ...pod, spec: { ...pod.spec, nodeName: isObject(node) ? String(node['name']) : '' } });
    return success;
  },
};

/** One that no node runs, or that has ended, goes at once. */
const gracePeriod = ({ spec, status }: Pod, asked: number | undefined): number | undefined => {
  if (!spec.nodeName || status.phase === 'Succeeded' || status.phase === 'Failed') return undefined;
  return Math.max(asked ?? spec.terminationGracePeriodSeconds ?? 30, 0) || undefined;
};

export const podKind: ApiKind<Pod> = {
  resource: namespaced('v1', 'Pod', 'pods', { shortNames: ['po'], categories: ['all'] }),
  subresources: {
    status,
    log: { verbs: ['get'] },
    exec: streamAs('PodExecOptions'),
    attach: streamAs('PodAttachOptions'),
    portforward: streamAs('PodPortForwardOptions'),
    eviction: { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'], create: evict },
    binding,
    proxy: proxyAs('PodProxyOptions'),
    ephemeralcontainers: status,
  },
  defaults: inSpec((spec) => defaultPod(spec as PodSpec)),
  admission: [limitRanger, serviceAccount, defaultTolerationSeconds, priority],
  prepareForCreate: (pod) => ({ ...pod, status: { phase: 'Pending', qosClass: qualityOf(pod.spec) } }),
  validate: ({ spec }) => [...validatePodSpec(spec, 'spec'), ...validateImages(spec)],
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validatePodUpdate(next, old),
  ],
  desired: ({ spec }) => spec,
  quota: podQuota,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    { path: 'spec.hostNetwork', text: ({ spec }) => String(spec.hostNetwork ?? false) },
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  printer: podPrinter,
  locate: locatePod,
  gracePeriod,
  returnsDeletedObject: true,
};
