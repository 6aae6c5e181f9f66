import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { envLacksService } from '../../../../runner/steps/discover/env-lacks-service.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject } from '../../../support/service-objects.ts';
import { early, environmentContext, kubiaVariables, late, podStarted, serviceBorn, usual } from './fake-environment.ts';

const look = (
  variables: Record<string, string>,
  objects: KubernetesObject[] = [serviceBorn(late), podStarted(early)],
) => lookOnce(envLacksService, { service: 'kubia', from: 'pod/kubia-1' }, environmentContext(objects, variables));

describe('env-lacks-service', () => {
  it('passes when the variables are missing and the others exist', async () => {
    const finding = await look({ ...usual, KUBIA_OTHER: 'x', KUBIA: 'y' });
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(finding.observation['controls'], { KUBERNETES_SERVICE_HOST: true, PATH: true });
  });

  for (const [name, value] of Object.entries(kubiaVariables))
    it(`fails for one variable: ${name}`, async () => {
      for (const each of [value, 'other', '']) {
        const finding = await look({ ...usual, [name]: each });
        assert.equal(verdictOf(finding), 'failed environment-mismatch');
        assert.match(finding.reason?.message ?? '', new RegExp(`^Pod kubia-1 has ${name}\\.`));
      }
    });

  it('explains why the variables exist', async () => {
    const finding = await look({ ...usual, ...kubiaVariables }, [serviceBorn(early), podStarted(late)]);
    assert.match(finding.reason?.message ?? '', /has KUBIA_SERVICE_HOST and 6 more\. Service kubia already existed/);
  });

  it('passes for a headless Service and for type ExternalName', async () => {
    for (const service of [
      serviceObject({ clusterIP: 'None' }),
      serviceObject({ clusterIP: '', ports: [], spec: { type: 'ExternalName' } }),
    ]) {
      assert.equal(verdictOf(await look(usual, [service, podStarted(late)])), 'passed');
      const finding = await look({ ...usual, KUBIA_PORT: 'x' }, [service, podStarted(late)]);
      assert.equal(verdictOf(finding), 'failed environment-mismatch');
    }
  });

  it('is an error when the environment lacks the variables that every pod has', async () => {
    for (const name of ['PATH', 'KUBERNETES_SERVICE_HOST'] as const) {
      const { [name]: _, ...rest } = usual;
      const finding = await look(rest);
      assert.equal(verdictOf(finding), 'error control-failed');
      assert.match(finding.reason?.message ?? '', new RegExp(`also lacks ${name}, which every container has`));
    }
    assert.equal(verdictOf(await look({})), 'error control-failed');
  });

  it('fails for a Service that does not exist', async () =>
    assert.equal(verdictOf(await look(usual, [podStarted(early)])), 'failed not-found'));

  it('has a title', () =>
    assert.equal(
      envLacksService.describe({ service: 'kubia', from: 'pod/kubia-1' }),
      'pod/kubia-1 has no environment variable of kubia',
    ));
});
