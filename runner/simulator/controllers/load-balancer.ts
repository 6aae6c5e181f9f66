import { ipv4Number, ipv4Text } from '../../core/address.ts';
import { highestLoadBalancerAddress } from '../address-plan.ts';
import type { Change } from '../api/store.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

const finalizer = 'service.kubernetes.io/load-balancer-cleanup';
const component = 'service-controller';
const maxAddresses = 200;

const addressesOf = ({ status }: Service): string[] =>
  (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);

/** A cloud's service controller: addresses from the top of the nodes' own network downwards. */
export class LoadBalancers implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #addresses: readonly string[];
  #isEnabled = false;

  constructor(context: Context, highest: string = highestLoadBalancerAddress) {
    this.#context = context;
    const top = ipv4Number(highest) ?? 0;
    this.#addresses = Array.from({ length: maxAddresses }, (_, index) => ipv4Text(top - index));
  }

  /** From now on Services of type LoadBalancer get an address; before, they stay pending. */
  enable(): void {
    if (this.#isEnabled) return;
    this.#isEnabled = true;
    for (const { metadata } of this.#context.store.list('Service'))
      this.reconcile(keyOf(metadata.namespace, metadata.name));
  }

  concerns({ kind, object, type }: Change): string[] {
    return kind === 'Service' && type !== 'DELETED' ? [keyOf(object.metadata.namespace, object.metadata.name)] : [];
  }

  reconcile(key: string): undefined {
    const service = this.#context.store.get('Service', ...splitKey(key));
    if (!service) return;
    const isOwned = service.metadata.finalizers?.includes(finalizer) ?? false;
    const { type, loadBalancerClass } = service.spec;
    const isWanted = type === 'LoadBalancer' && loadBalancerClass === undefined && !service.metadata.deletionTimestamp;
    if (isWanted && this.#isEnabled) this.#ensure(service);
    else if (!isWanted && isOwned) this.#release(service);
  }

  #ensure(service: Service): void {
    if (addressesOf(service).length > 0) return;
    this.#record(service, 'EnsuringLoadBalancer', 'Ensuring load balancer');
    const ip = this.#pick(service.spec.loadBalancerIP);
    if (!ip) {
      const message = 'Error syncing load balancer: failed to ensure load balancer: no address is free';
      this.#record(service, 'SyncLoadBalancerFailed', message, 'Warning');
      return;
    }
    const finalizers = [...new Set([...(service.metadata.finalizers ?? []), finalizer])];
    this.#context.store.put({
      ...service,
      metadata: { ...service.metadata, finalizers },
      status: { ...service.status, loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } },
    });
    this.#record(service, 'EnsuredLoadBalancer', 'Ensured load balancer');
  }

  #release(service: Service): void {
    const { store } = this.#context;
    const finalizers = (service.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const { namespace, name, deletionTimestamp } = service.metadata;
    this.#record(service, 'DeletingLoadBalancer', 'Deleting load balancer');
    this.#record(service, 'DeletedLoadBalancer', 'Deleted load balancer');
    store.put({
      ...service,
      metadata: { ...service.metadata, finalizers },
      status: { ...service.status, loadBalancer: {} },
    });
    if (deletionTimestamp && finalizers.length === 0) store.remove('Service', namespace, name);
  }

  /** The address that is asked for, or the first free one. */
  #pick(asked: string | undefined): string | undefined {
    const taken = new Set(this.#context.store.list('Service').flatMap(addressesOf));
    if (asked && this.#addresses.includes(asked)) return taken.has(asked) ? undefined : asked;
    return this.#addresses.find((each) => !taken.has(each));
  }

  #record(service: Service, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#context.recorder.record(service, { type, reason, message, source: { component } });
  }
}
