import assert from 'node:assert/strict';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { readAccepted } from '../../../runner/selftest/accepted-survivors.ts';
import { testFolder } from '../../support/folder.ts';

const codesOf = (read: () => unknown): string[] => {
  try {
    read();
  } catch (cause) {
    if (cause instanceof DiagnosticError)
      return cause.diagnostics.map(({ code, span }) => `${code} ${span?.line ?? ''}`.trim());
  }
  return [];
};

describe('readAccepted', () => {
  const folder = testFolder();

  it('reads mutants with their reasons', () => {
    folder.write('good.yaml', '"web: port Service/web spec.ports.0.port": nobody names the port here\n');
    assert.deepEqual(
      [...readAccepted('good.yaml', folder.path)],
      [['web: port Service/web spec.ports.0.port', 'nobody names the port here']],
    );
  });

  it('reports the faults of a file with their places', () => {
    folder.write('list.yaml', '- one\n- two\n');
    folder.write('number.yaml', 'one: because\ntwo: 2\n');
    folder.write('syntax.yaml', 'one: [\n');
    assert.deepEqual(
      codesOf(() => readAccepted('list.yaml', folder.path)),
      ['schema-type 1'],
    );
    assert.deepEqual(
      codesOf(() => readAccepted('number.yaml', folder.path)),
      ['schema-type 2'],
    );
    assert.match(codesOf(() => readAccepted('syntax.yaml', folder.path)).join(), /yaml-syntax/);
    assert.deepEqual(
      codesOf(() => readAccepted('nowhere.yaml', folder.path)),
      ['file-not-found'],
    );
  });
});
