import assert from 'node:assert/strict';
import {
  faultsOfDns1035Label,
  faultsOfDns1123Label,
  faultsOfDns1123Subdomain,
  faultsOfLabelValue,
  faultsOfPortName,
  faultsOfPortNumber,
  faultsOfQualifiedName,
  faultsOfWildcardDomain,
} from '../../../../../runner/simulator/api/validation/names.ts';

const rules = {
  faultsOfDns1035Label,
  faultsOfDns1123Label,
  faultsOfDns1123Subdomain,
  faultsOfLabelValue,
  faultsOfPortName,
  faultsOfQualifiedName,
  faultsOfWildcardDomain,
};

describe('names', () => {
  for (const [rule, text, fine] of [
    ['faultsOfDns1035Label', 'kubia', true],
    ['faultsOfDns1035Label', '1kubia', false],
    ['faultsOfDns1123Label', '1kubia', true],
    ['faultsOfDns1123Label', 'Kubia', false],
    ['faultsOfDns1123Label', 'a'.repeat(64), false],
    ['faultsOfDns1123Subdomain', 'a.b-c.d', true],
    ['faultsOfDns1123Subdomain', 'a..b', false],
    ['faultsOfLabelValue', '', true],
    ['faultsOfLabelValue', 'a b', false],
    ['faultsOfPortName', 'http', true],
    ['faultsOfPortName', '8080', false],
    ['faultsOfPortName', 'a--b', false],
    ['faultsOfPortName', 'averyveryverylongname', false],
    ['faultsOfQualifiedName', 'example.com/Name', true],
    ['faultsOfQualifiedName', 'a/b/c', false],
    ['faultsOfQualifiedName', '/b', false],
    ['faultsOfWildcardDomain', '*.foo.com', true],
    ['faultsOfWildcardDomain', '*foo.com', false],
  ] as const)
    it(`${rule} ${text.slice(0, 20)}: ${fine}`, () => assert.equal(rules[rule](text).length === 0, fine));

  it('words a Service name as the server does', () => {
    assert.deepEqual(faultsOfDns1035Label('1kubia'), [
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ]);
    assert.deepEqual(faultsOfDns1123Label('a.b'), ['must not contain dots']);
  });

  it('knows port numbers', () => {
    assert.deepEqual(faultsOfPortNumber(65_535), []);
    assert.deepEqual(faultsOfPortNumber(0), ['must be between 1 and 65535, inclusive']);
    assert.deepEqual(faultsOfPortNumber(undefined), ['must be between 1 and 65535, inclusive']);
  });
});
