import { textAt } from '../../core/json.ts';
import type { Change } from '../api/store.ts';
import type { Ingress } from '../objects/ingresses.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

/** Publishes the ingress controller's address in the status of the Ingresses of its class. */
export class IngressStatus implements Controller {
  readonly name = 'ingress-status';
  readonly #context: Context;
  readonly #controllerName: string;
  #address: string | undefined;

  constructor(context: Context, controllerName: string) {
    this.#context = context;
    this.#controllerName = controllerName;
  }

  /** The ingress controller runs and has this address. */
  enable(address: string): void {
    this.#address = address;
    for (const key of this.#all()) this.reconcile(key);
  }

  concerns({ kind, object }: Change): string[] {
    if (kind === 'Ingress') return [keyOf(object.metadata.namespace, object.metadata.name)];
    return kind === 'IngressClass' ? this.#all() : [];
  }

  reconcile(key: string): undefined {
    const { store, setStatus } = this.#context;
    const ingress = store.get('Ingress', ...splitKey(key));
    const ip = this.#address;
    if (!ingress || !ip) return;
    const published = ingress.status.loadBalancer?.ingress ?? [];
    if (this.#isServed(ingress)) setStatus(ingress, { ...ingress.status, loadBalancer: { ingress: [{ ip }] } });
    else if (published.length > 0) setStatus(ingress, { ...ingress.status, loadBalancer: {} });
  }

  #isServed({ spec, metadata }: Ingress): boolean {
    const name = spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'];
    const found = name === undefined ? undefined : this.#context.store.get('IngressClass', undefined, name);
    return textAt(found, 'spec', 'controller') === this.#controllerName;
  }

  #all(): string[] {
    return this.#context.store.list('Ingress').map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
  }
}
