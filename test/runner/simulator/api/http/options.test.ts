import assert from 'node:assert/strict';
import { integerOf, patchTypes, versionOf, writeOptionsOf } from '../../../../../runner/simulator/api/http/options.ts';

const options = (query: string, method = 'POST', contentType = 'application/json', agent = 'kubectl/1') =>
  writeOptionsOf({ method, query: new URLSearchParams(query), agent, contentType });

describe('options in the query', () => {
  it('are read, and the manager is the client where none is named', () => {
    assert.deepEqual(options('dryRun=All&fieldManager=me&fieldValidation=Strict'), {
      dryRun: true,
      manager: 'me',
      fieldValidation: 'Strict',
    });
    assert.deepEqual(options(''), { dryRun: false, manager: 'kubectl', fieldValidation: 'Warn' });
    assert.equal(options('', 'POST', '', '').manager, 'unknown');
  });

  for (const [query, method, contentType, message] of [
    [
      'dryRun=Some',
      'POST',
      'application/json',
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
    ],
    [
      'fieldValidation=x',
      'PUT',
      'application/json',
      'UpdateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "x": supported values: "", "Ignore", "Strict", "Warn"',
    ],
    [
      '',
      'PATCH',
      patchTypes.apply,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
    [
      'force=true',
      'PATCH',
      `${patchTypes.merge}; charset=utf-8`,
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ],
    [
      `fieldManager=${'a'.repeat(129)}`,
      'POST',
      'application/json',
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    ],
  ] as const)
    it(message, () => assert.throws(() => options(query, method, contentType), { code: 422, message }));

  it('numbers are numbers', () => {
    assert.equal(integerOf(new URLSearchParams('limit=5'), 'limit'), 5);
    assert.equal(integerOf(new URLSearchParams(), 'limit'), undefined);
    assert.throws(() => integerOf(new URLSearchParams('limit=x'), 'limit'), {
      code: 400,
      message: 'strconv.ParseInt: parsing "x": invalid syntax',
    });
  });

  it('read a version, or refuse it in the words of Go', () => {
    const read = (text: string, start?: string) => versionOf(new URLSearchParams({ resourceVersion: text }), start);
    assert.deepEqual([versionOf(new URLSearchParams()), read(''), read('0'), read('17')], [0, 0, 0, 17]);
    assert.equal(read('18446744073709551615'), 2 ** 64);
    assert.throws(() => read(' 1', 'invalid resource version: '), {
      code: 400,
      message:
        'invalid resource version: resourceVersion: Invalid value: " 1": strconv.ParseUint: parsing " 1": invalid syntax',
    });
  });
});
