import { ipv4Number, ipv4Text } from '../../core/address.ts';
import { highestLoadBalancerAddress } from '../address-plan.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

const finalizer = 'service.kubernetes.io/load-balancer-cleanup';
const component = 'service-controller';
const most = 200;

export interface LoadBalancers {
  controller: Controller;
  /** From now on Services of type LoadBalancer get an address; before, they stay pending. */
  enable(): void;
}

/** A cloud's service controller: addresses from the top of the nodes' own network downwards. */
export const loadBalancers = (context: Context, highest = highestLoadBalancerAddress): LoadBalancers => {
  const { store, recorder } = context;
  let enabled = false;

  const addressesOf = ({ status }: Service): string[] =>
    (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);

  const pick = (wished: string | undefined): string | undefined => {
    const taken = new Set(store.list('Service').flatMap(addressesOf));
    const top = ipv4Number(highest) ?? 0;
    const all = Array.from({ length: most }, (_, index) => ipv4Text(top - index));
    if (wished && all.includes(wished)) return taken.has(wished) ? undefined : wished;
    return all.find((each) => !taken.has(each));
  };

  const release = (service: Service): void => {
    const finalizers = (service.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const { namespace, name, deletionTimestamp } = service.metadata;
    recorder.record(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer', { component });
    recorder.record(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer', { component });
    store.put({
      ...service,
      metadata: { ...service.metadata, finalizers },
      status: { ...service.status, loadBalancer: {} },
    });
    if (deletionTimestamp && finalizers.length === 0) store.remove('Service', namespace, name);
  };

  const ensure = (service: Service): void => {
    if (addressesOf(service).length > 0) return;
    recorder.record(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer', { component });
    const ip = pick(service.spec.loadBalancerIP);
    if (!ip) {
      const message = 'Error syncing load balancer: failed to ensure load balancer: no address is free';
      recorder.record(service, 'Warning', 'SyncLoadBalancerFailed', message, { component });
      return;
    }
    const finalizers = [...new Set([...(service.metadata.finalizers ?? []), finalizer])];
    store.put({
      ...service,
      metadata: { ...service.metadata, finalizers },
      status: { ...service.status, loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } },
    });
    recorder.record(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer', { component });
  };

  const look = (key: string): void => {
    const service = store.get('Service', ...splitKey(key));
    if (!service) return;
    const owned = service.metadata.finalizers?.includes(finalizer) ?? false;
    const { type, loadBalancerClass } = service.spec;
    const wants = type === 'LoadBalancer' && loadBalancerClass === undefined && !service.metadata.deletionTimestamp;
    if (wants && enabled) ensure(service);
    else if (!wants && owned) release(service);
  };

  return {
    controller: {
      name: component,
      concerns: ({ kind, object, type }) =>
        kind === 'Service' && type !== 'DELETED' ? [keyOf(object.metadata.namespace, object.metadata.name)] : [],
      reconcile: (key) => {
        look(key);
        return undefined;
      },
    },
    enable: () => {
      if (enabled) return;
      enabled = true;
      for (const { metadata } of store.list('Service')) look(keyOf(metadata.namespace, metadata.name));
    },
  };
};
