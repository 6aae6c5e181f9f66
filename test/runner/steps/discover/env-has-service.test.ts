import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type EnvHasServiceSpec, envHasService } from '../../../../runner/steps/discover/env-has-service.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject } from '../../../support/service-objects.ts';
import { early, environmentContext, kubiaVariables, late, podStarted, serviceBorn, usual } from './fake-environment.ts';

const objects = [serviceBorn(early), podStarted(late)];
const look = (
  variables: Record<string, string>,
  more: Partial<EnvHasServiceSpec> = {},
  present: KubernetesObject[] = objects,
) =>
  lookOnce(
    envHasService,
    { service: 'kubia', from: 'pod/kubia-1', ...more },
    environmentContext(present, { ...usual, ...variables }),
  );

describe('env-has-service', () => {
  it('passes with all variables, in any order', async () => {
    const finding = await look(Object.fromEntries(Object.entries(kubiaVariables).reverse()));
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(finding.observation['variables'], kubiaVariables);
    assert.equal(finding.observation['serviceCreated'], early);
  });

  for (const name of Object.keys(kubiaVariables))
    it(`fails without ${name}, and with another value`, async () => {
      const { [name as keyof typeof kubiaVariables]: _, ...rest } = kubiaVariables;
      const lacking = await look(rest);
      assert.equal(verdictOf(lacking), 'failed environment-mismatch');
      assert.match(lacking.reason?.message ?? '', new RegExp(`^Pod kubia-1 lacks ${name}\\.`));
      assert.equal(lacking.fraction, 6 / 7);
      const wrong = await look({ ...kubiaVariables, [name]: 'x' });
      assert.equal(verdictOf(wrong), 'failed environment-mismatch');
      assert.match(wrong.reason?.message ?? '', new RegExp(`has ${name}=x instead of`));
      assert.deepEqual(wrong.observation['different'], [name]);
    });

  it('names the first missing variables, and counts the others', async () => {
    const finding = await look({}, {}, [serviceBorn(late), podStarted(early)]);
    assert.match(finding.reason?.message ?? '', /lacks KUBIA_SERVICE_HOST, .* and 3 more\. Pod kubia-1 is older than/);
    assert.equal(finding.fraction, 0);
  });

  it('accepts stated values as strings or numbers', async () => {
    assert.equal(
      verdictOf(await look(kubiaVariables, { variables: { KUBIA_SERVICE_PORT: 80, PATH: usual.PATH } })),
      'passed',
    );
    const other = await look(kubiaVariables, { variables: { KUBIA_SERVICE_PORT: '8080' } });
    assert.equal(verdictOf(other), 'failed environment-mismatch');
    assert.match(
      other.reason?.message ?? '',
      /KUBIA_SERVICE_PORT=80 instead of 8080\. That is the value of Service kubia\./,
    );
    const unknown = await look(kubiaVariables, { variables: { KUBIA_SERVICE_PORT_HTTP: 80 } });
    assert.match(
      unknown.reason?.message ?? '',
      /lacks KUBIA_SERVICE_PORT_HTTP\. Service kubia has no variable of that name/,
    );
  });

  it('fails for a Service without a cluster IP', async () => {
    const headless = [serviceObject({ clusterIP: 'None' }), podStarted(late)];
    assert.equal(verdictOf(await look(kubiaVariables, {}, headless)), 'failed fields-mismatch');
  });

  it('fails for a missing Service and for a deleted pod', async () => {
    assert.equal(verdictOf(await look(kubiaVariables, {}, [podStarted(late)])), 'failed not-found');
    assert.equal(verdictOf(await look(kubiaVariables, {}, [serviceBorn(early)])), 'failed pods-gone');
  });

  it('is an error when the environment cannot be read', async () => {
    const context = environmentContext(objects, {});
    context.cluster.exec = async () => ({ status: 0, stdout: 'KUBIA_', stderr: '', truncated: false });
    const finding = await lookOnce(envHasService, { service: 'kubia', from: 'pod/kubia-1' }, context);
    assert.equal(verdictOf(finding), 'error transcript-unreadable');
  });

  it('has a title', () =>
    assert.equal(
      envHasService.describe({ service: 'kubia', from: 'pod/app=kubia' }),
      'pod/app=kubia has the environment variables of kubia',
    ));
});
