import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateNetworkPolicySpec } from '../../../../../../runner/simulator/api/kinds/network-policy/validation.ts';

const validate = (spec: JsonObject): string[] => validateNetworkPolicySpec(spec).map(describeFault);
const port = (fields: JsonObject): JsonObject => ({ ingress: [{ ports: [fields] }] });
const peer = (fields: JsonObject): JsonObject => ({ egress: [{ to: [fields] }] });

describe('validation of network policies', () => {
  for (const [spec, fault] of [
    [port({ port: 0 }), 'spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
    [
      port({ port: 80, endPort: 79 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`',
    ],
    [
      port({ port: 'http', endPort: 90 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric',
    ],
    [
      port({ endPort: 90 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is not specified',
    ],
    [
      port({ port: 80, protocol: 'HTTP' }),
      'spec.ingress[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "TCP", "UDP", "SCTP"',
    ],
    [peer({}), 'spec.egress[0].to[0]: Required value: must specify a peer'],
    [peer({ ipBlock: {} }), 'spec.egress[0].to[0].ipBlock.cidr: Required value'],
    [
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }),
      'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ],
    [
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '11.0.0.0/8'] } }),
      'spec.egress[0].to[0].ipBlock.except[1]: Invalid value: "11.0.0.0/8": must be a strict subset of `cidr`',
    ],
    [
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
      'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
    ],
    [
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['fd00::/64'] } }),
      'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "fd00::/64": must be a strict subset of `cidr`',
    ],
    [
      peer({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
      'spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer',
    ],
    [{ policyTypes: ['Foo'] }, 'spec.policyTypes[0]: Unsupported value: "Foo": supported values: "Ingress", "Egress"'],
    [
      { policyTypes: ['Ingress', 'Egress', 'Ingress'] },
      'spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes',
    ],
  ] as const)
    it(fault, () => assert.deepEqual(validate(spec as unknown as JsonObject), [fault]));

  it('a policy of pods, namespaces and ports is right', () =>
    assert.deepEqual(
      validate({
        podSelector: { matchLabels: { app: 'a' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {}, namespaceSelector: {} }], ports: [{ port: 80, endPort: 90 }] }],
      }),
      [],
    ));
});
