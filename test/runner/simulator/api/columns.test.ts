import assert from 'node:assert/strict';
import {
  ageOf,
  column,
  firstThree,
  humanDuration,
  makeTable,
  pairsText,
} from '../../../../runner/simulator/api/columns.ts';
import { makeApi, serviceOf } from '../cluster.ts';

describe('tables', () => {
  for (const [seconds, text] of [
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [125, '2m5s'],
    [600, '10m'],
    [10_799, '179m'],
    [10_800, '3h'],
    [11_000, '3h3m'],
    [86_400 * 2, '2d'],
    [86_400 * 2 + 7200, '2d2h'],
    [86_400 * 30, '30d'],
    [86_400 * 800, '2y70d'],
  ] as const)
    it(`${seconds} s are ${text}`, () => assert.equal(humanDuration(seconds * 1000), text));

  it('shortens lists and sorts pairs', () => {
    assert.equal(firstThree(['a', 'b', 'c', 'd', 'e']), 'a,b,c + 2 more...');
    assert.equal(pairsText({ b: '2', a: '1' }), 'a=1,b=2');
    assert.equal(pairsText(undefined), '<none>');
    assert.equal(ageOf(undefined, 0), '<unknown>');
  });

  it('has a row an object, with its metadata', () => {
    const object = makeApi().create('Service', serviceOf('a'));
    const parts = { printer: { columns: [column('Name')], cells: () => ['a'] }, objects: [object], now: 0 };
    const table = makeTable({ ...parts, metadata: { resourceVersion: '1' }, include: 'Metadata' });
    assert.equal(table['kind'], 'Table');
    assert.deepEqual(table['rows'], [
      {
        cells: ['a'],
        object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
      },
    ]);
    const [row] = makeTable({ ...parts, metadata: {}, include: 'None' })['rows'] as object[];
    assert.deepEqual(row, { cells: ['a'] });
  });
});
