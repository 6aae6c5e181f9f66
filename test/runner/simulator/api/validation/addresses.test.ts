import assert from 'node:assert/strict';
import { describeFault } from '../../../../../runner/simulator/api/field-error.ts';
import {
  parseSloppyIp,
  validateCidr,
  validateEndpointIp,
  validateIp,
} from '../../../../../runner/simulator/api/validation/addresses.ts';

describe('addresses in validation', () => {
  it('reads leading zeros as decimal', () => assert.equal(parseSloppyIp('010.001.0.9'), '10.1.0.9'));

  for (const [ip, words] of [
    ['127.0.0.1', 'a: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    ['169.254.1.1', 'a: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
    [
      '224.0.0.5',
      'a: Invalid value: "224.0.0.5": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    ],
    ['0.0.0.0', 'a: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)'],
    ['x', 'a: Invalid value: "x": must be a valid IP address'],
  ] as const)
    it(words, () => assert.deepEqual(validateEndpointIp('a', ip).map(describeFault), [words]));

  it('lets usual addresses pass', () => {
    assert.deepEqual(
      [...validateEndpointIp('a', '11.11.11.11'), ...validateIp('a', 'fd00::1'), ...validateCidr('a', '10.0.0.0/8')],
      [],
    );
    assert.equal(validateCidr('a', '10.0.0.0/33').length, 1);
    assert.equal(validateIp('a', '1.2.3').length, 1);
  });
});
