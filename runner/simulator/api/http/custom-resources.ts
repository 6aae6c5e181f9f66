import { StatusError } from '../status.ts';
import { type Answer, json } from './answer.ts';
import type { VirtualKind } from './reviews.ts';

/** It is listed, so that clients learn from the refusal where custom kinds are to be had. */
export const customResourceDefinition: VirtualKind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
};

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export const isOfDefinitions = (target: string): boolean => target.startsWith(path);

/** kubectl asks whether a kind is a custom one; there are none. */
export const serveDefinitions = (method: string): Answer => {
  if (method === 'GET')
    return json({
      kind: 'CustomResourceDefinitionList',
      apiVersion: 'apiextensions.k8s.io/v1',
      metadata: { resourceVersion: '1' },
      items: [],
    });
  throw new StatusError(
    403,
    'Forbidden',
    'the embedded cluster has no CustomResourceDefinitions: use --cluster kind for custom kinds',
  );
};
