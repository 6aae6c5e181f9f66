import { isObject } from '../../core/json.ts';
import type { Ingress } from '../objects/ingresses.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

export interface IngressStatus {
  controller: Controller;
  /** The ingress controller runs: it has this address, and publishes it in what it serves. */
  enable(address: string): void;
}

/** Publishes the controller's address in the status of the Ingresses of its class. */
export const ingressStatus = (context: Context, controllerName: string): IngressStatus => {
  const { store } = context;
  let address: string | undefined;

  const isServed = ({ spec, metadata }: Ingress): boolean => {
    const name = spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'];
    const found = name === undefined ? undefined : store.get('IngressClass', undefined, name)?.['spec'];
    return isObject(found) && found['controller'] === controllerName;
  };

  const look = (key: string): void => {
    const ingress = store.get('Ingress', ...splitKey(key));
    if (!ingress || !address) return;
    const served = isServed(ingress);
    const published = ingress.status.loadBalancer?.ingress ?? [];
    if (served) context.setStatus(ingress, { ...ingress.status, loadBalancer: { ingress: [{ ip: address }] } });
    else if (published.length > 0) context.setStatus(ingress, { ...ingress.status, loadBalancer: {} });
  };

  const all = (): string[] => store.list('Ingress').map(({ metadata }) => keyOf(metadata.namespace, metadata.name));

  return {
    controller: {
      name: 'ingress-status',
      concerns: ({ kind, object }) =>
        kind === 'Ingress'
          ? [keyOf(object.metadata.namespace, object.metadata.name)]
          : kind === 'IngressClass'
            ? all()
            : [],
      reconcile: (key) => {
        look(key);
        return undefined;
      },
    },
    enable: (given) => {
      address = given;
      for (const key of all()) look(key);
    },
  };
};
