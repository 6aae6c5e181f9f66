import type { Service, ServiceSpec } from '../../../objects/services.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaChange } from '../../validation/meta.ts';
import { faultsOfDns1035Label } from '../../validation/names.ts';
import type { ApiKind } from '../api-kind.ts';
import { inSpec } from '../support/spec.ts';
import { proxyAs, status } from '../support/subresources.ts';
import { Allocator } from './allocation.ts';
import { validateServiceChange } from './cluster-ips.ts';
import { servicePrinter } from './columns.ts';
import { defaultService } from './defaults.ts';
import { warningsOfService } from './facts.ts';
import { locateService } from './location.ts';
import { serviceQuota } from './quota.ts';
import { alignClusterIps, prepareServiceUpdate } from './update.ts';
import { validateService } from './validation.ts';

/** An alias has no traffic to direct (defaultOnReadService). */
const canonicalize = (service: Service): Service => {
  if (service.spec.type !== 'ExternalName') return service;
  const { internalTrafficPolicy: _, ...spec } = service.spec;
  return { ...service, spec: spec as ServiceSpec };
};

export const serviceKind: ApiKind<Service> = {
  resource: namespaced('v1', 'Service', 'services', {
    shortNames: ['svc'],
    categories: ['all'],
    storageKey: 'services/specs',
  }),
  subresources: { status, proxy: proxyAs('ServiceProxyOptions') },
  defaults: inSpec(defaultService),
  firstStatus: { loadBalancer: {} },
  prepareForCreate: (service) => ({ ...service, spec: alignClusterIps(service.spec, undefined) }),
  prepareForUpdate: prepareServiceUpdate,
  storage: ({ store, random, serviceCidr }) => {
    const allocator = new Allocator(store, random, serviceCidr);
    return {
      beginCreate: (service, dryRun) => allocator.allocate(service, undefined, dryRun),
      beginUpdate: (service, old, dryRun) => allocator.allocate(service, old, dryRun),
    };
  },
  validateName: faultsOfDns1035Label,
  validate: validateService,
  validateUpdate: (next, old) => [
    ...validateObjectMetaChange(next.metadata, old.metadata),
    ...validateServiceChange(next, old),
    ...validateService(next, old),
  ],
  canonicalize,
  warnings: warningsOfService,
  quota: serviceQuota,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  printer: servicePrinter,
  locate: locateService,
  returnsDeletedObject: true,
};
