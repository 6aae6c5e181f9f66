import type { Ingress } from '../../../objects/ingresses.ts';
import type { AdmissionPlugin } from '../../admission/plugin.ts';
import { ageColumn, column, createdAge, firstThree, nameColumn } from '../../columns.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaUpdate } from '../../validation/meta.ts';
import type { ApiKind } from '../api-kind.ts';
import { ingressClassKind } from '../ingress-class.ts';
import { balancerText } from '../support/load-balancer.ts';
import { inSpec } from '../support/spec.ts';
import { status } from '../support/subresources.ts';
import { classAnnotation, validateIngress } from './validation.ts';

const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

/** The newest of the classes marked as default, then the first by name. */
export const defaultIngressClass: AdmissionPlugin<Ingress> = {
  name: 'DefaultIngressClass',
  admit: (ingress, { store }) => {
    const { spec, metadata } = ingress;
    if (spec.ingressClassName !== undefined || metadata.annotations?.[classAnnotation] !== undefined) return ingress;
    const [chosen] = store
      .list(ingressClassKind.resource.kind)
      .filter(({ metadata: { annotations } }) => annotations?.[defaultAnnotation] === 'true')
      .toSorted(
        (a, b) =>
          String(b.metadata.creationTimestamp).localeCompare(String(a.metadata.creationTimestamp)) ||
          a.metadata.name.localeCompare(b.metadata.name),
      );
    return chosen ? { ...ingress, spec: { ...spec, ingressClassName: chosen.metadata.name } } : ingress;
  },
};

const warnings = ({ metadata, spec }: Ingress, isNew: boolean): string[] =>
  isNew && metadata.annotations?.[classAnnotation] !== undefined && spec.ingressClassName === undefined
    ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
    : [];

export const ingressKind: ApiKind<Ingress> = {
  resource: namespaced('networking.k8s.io/v1', 'Ingress', 'ingresses', { shortNames: ['ing'], storageKey: 'ingress' }),
  subresources: { status },
  defaults: inSpec((spec) => spec),
  admission: [defaultIngressClass],
  firstStatus: { loadBalancer: {} },
  validate: (ingress) => validateIngress(ingress, true),
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateIngress(next, false),
  ],
  desired: ({ spec }) => spec,
  warnings,
  printer: {
    columns: [nameColumn, column('Class'), column('Hosts'), column('Address'), column('Ports'), ageColumn],
    cells: (ingress, now) => {
      const hosts = (ingress.spec.rules ?? []).map(({ host }) => host || '*').filter((each) => each !== '*');
      return [
        ingress.metadata.name,
        ingress.spec.ingressClassName ?? '<none>',
        firstThree(hosts) || '*',
        balancerText(ingress.status.loadBalancer),
        ingress.spec.tls?.length ? '80, 443' : '80',
        createdAge(ingress, now),
      ];
    },
  },
};
