import assert from 'node:assert/strict';
import { makeApi, podOf } from '../../../cluster.ts';

const main = { name: 'main', image: 'x' };

describe('Pod validation', () => {
  for (const [spec, message] of [
    [{ containers: [] }, 'spec.containers: Required value'],
    [{ containers: [{ name: 'main' }] }, 'spec.containers[0].image: Required value'],
    [{ containers: [main, main] }, 'spec.containers[1].name: Duplicate value: "main"'],
    [
      { containers: [{ ...main, ports: [{ containerPort: 80, name: '8080' }] }] },
      'spec.containers[0].ports[0].name: Invalid value: "8080": must contain at least one letter (a-z)',
    ],
    [
      { containers: [{ ...main, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ],
    [
      { containers: [{ ...main, readinessProbe: {} }] },
      'spec.containers[0].readinessProbe: Required value: must specify a handler type',
    ],
    [
      { containers: [main], restartPolicy: 'Maybe' },
      'spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
    ],
    [
      { containers: [main], dnsPolicy: 'None' },
      'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
    ],
  ] as const)
    it(message, () => {
      assert.throws(() => makeApi().create('Pod', podOf('p', {}, spec as never)), {
        message: `Pod "p" is invalid: ${message}`,
      });
    });

  it('an update may change an image and labels, nothing else of the spec', () => {
    const { create, update } = makeApi();
    create('Pod', podOf('p'));
    const withSpec = (more: object) => (current: object) =>
      ({ ...current, spec: { ...(current as { spec: object }).spec, ...more } }) as never;
    assert.throws(
      () => update('Pod', 'p', withSpec({ hostNetwork: true })),
      /spec: Forbidden: pod updates may not change fields other than/,
    );
    const image = (current: object) => {
      const { spec } = current as { spec: { containers: object[] } };
      return {
        ...current,
        spec: { ...spec, containers: spec.containers.map((each) => ({ ...each, image: 'nginx' })) },
      } as never;
    };
    assert.ok(update('Pod', 'p', image));
  });
});
