import { type Answer, json } from './answer.ts';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** kubectl asks whether a kind that it does not know is a custom one: there are none. Undefined for all other requests. */
export const answerAboutDefinitions = (method: string, target: string): Answer | undefined => {
  if (method !== 'GET' || !target.startsWith(path)) return undefined;
  return json({
    kind: 'CustomResourceDefinitionList',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: { resourceVersion: '1' },
    items: [],
  });
};
