import assert from 'node:assert/strict';
import { envWatches, lookIntoPod } from '../../../../../runner/steps/discover/support/env-look.ts';
import type { Unmet, Unobservable } from '../../../../../runner/steps/finding.ts';
import {
  early,
  environmentContext,
  kubiaVariables,
  late,
  podStarted,
  serviceBorn,
  usual,
} from '../fake-environment.ts';

const spec = { service: 'kubia', from: 'pod/kubia-1' };

describe('lookIntoPod', () => {
  it("shows only the Service's variables of the environment", async () => {
    const secrets = { ...usual, ...kubiaVariables, PASSWORD: 'secret' };
    const look = await lookIntoPod(spec, environmentContext([serviceBorn(early), podStarted(late)], secrets));
    assert.equal(look.environment.get('PASSWORD'), 'secret');
    assert.doesNotMatch(JSON.stringify(look.seen.evidence), /secret/);
    assert.match(look.seen.evidence[0]?.text ?? '', /^KUBIA_PORT=tcp:/);
    assert.equal(look.seen.reproduce, 'kubectl exec -n demo kubia-1 -- env');
    assert.deepEqual(
      look.neighbours.map(({ metadata }) => metadata.name),
      ['kubia'],
    );
  });

  it('rejects a missing Service, a missing pod and a place that is no pod', async () => {
    const codes = (objects: Parameters<typeof environmentContext>[0], from = 'pod/kubia-1') =>
      lookIntoPod({ ...spec, from }, environmentContext(objects, usual)).then(
        () => 'found',
        (fault: Unmet | Unobservable) => `${fault.constructor.name} ${fault.reason.code}`,
      );
    assert.equal(await codes([podStarted(late)]), 'Unmet not-found');
    assert.equal(await codes([serviceBorn(early)]), 'Unmet pods-gone');
    assert.equal(await codes([serviceBorn(early)], 'node/n1'), 'Unobservable spec-invalid');
  });

  it('watches pods and the Service', () =>
    assert.deepEqual(
      envWatches({ ...spec, namespace: 'other' }, { namespace: 'demo' }).map(({ kind, namespace }) => [
        kind,
        namespace,
      ]),
      [
        ['Pod', 'demo'],
        ['Service', 'other'],
      ],
    ));
});
