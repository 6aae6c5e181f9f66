import assert from 'node:assert/strict';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import {
  defaultTemplate,
  templateCells,
  templateLabels,
  validatePodTemplate,
} from '../../../../../../runner/simulator/api/kinds/support/pod-template.ts';
import { labels, template } from '../../../workloads.ts';

describe('a pod template', () => {
  it('has the defaults of a pod', () => {
    const { template: filled } = defaultTemplate({ template });
    assert.equal((filled as { spec: { restartPolicy: string } }).spec.restartPolicy, 'Always');
    assert.deepEqual(defaultTemplate({ replicas: 1 }), { replicas: 1 });
  });

  it('has labels, or none', () => {
    assert.deepEqual(templateLabels({ template }), labels);
    assert.deepEqual(templateLabels({ template: { metadata: [] } }), {});
  });

  it('is needed, and told at its path', () => {
    assert.deepEqual(validatePodTemplate(undefined, ['Always'], 'spec.jobTemplate.spec.template').map(describeFault), [
      'spec.jobTemplate.spec.template.spec.containers: Required value',
    ]);
  });

  it('prints containers and images', () => assert.deepEqual(templateCells(template as never), ['a', 'b']));
});
