import assert from 'node:assert/strict';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { settleFamilies } from '../../../../../../runner/simulator/api/kinds/service/families.ts';
import type { Service } from '../../../../../../runner/simulator/objects/services.ts';

const settle = (spec: object, old?: object) => {
  const service = { spec: { type: 'ClusterIP', selector: { app: 'a' }, ...spec } } as unknown as Service;
  const before = old && ({ spec: { type: 'ClusterIP', selector: { app: 'a' }, ...old } } as unknown as Service);
  const { spec: settled, faults } = settleFamilies(service, before);
  return { families: settled.ipFamilies, policy: settled.ipFamilyPolicy, faults: faults.map(describeFault) };
};

describe('families of Services', () => {
  it('are IPv4, of a single stack', () =>
    assert.deepEqual(settle({}), { families: ['IPv4'], policy: 'SingleStack', faults: [] }));

  it('are both where nothing is proxied', () =>
    assert.deepEqual(settle({ clusterIP: 'None', clusterIPs: ['None'], selector: {} }), {
      families: ['IPv4', 'IPv6'],
      policy: 'RequireDualStack',
      faults: [],
    }));

  it('are none of a Service that is an alias', () =>
    assert.deepEqual(settle({ type: 'ExternalName' }), { families: undefined, policy: undefined, faults: [] }));

  it('stay as they were', () =>
    assert.deepEqual(
      settle(
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] },
        { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'], ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4'] },
      ),
      { families: ['IPv4'], policy: 'PreferDualStack', faults: [] },
    ));

  for (const [spec, fault] of [
    [{ ipFamilies: ['IPv6'] }, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    [
      { ipFamilyPolicy: 'RequireDualStack' },
      'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    ],
    [
      { clusterIP: 'fd00::1', clusterIPs: ['fd00::1'] },
      'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
    ],
    [
      { ipFamilies: ['IPv4', 'IPv6'] },
      `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
    ],
    [{ clusterIP: '10.96.0.9' }, 'spec.clusterIPs: Required value'],
  ] as const)
    it(fault, () => assert.deepEqual(settle(spec).faults, [fault]));
});
