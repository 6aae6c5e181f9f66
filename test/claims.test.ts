import assert from 'node:assert/strict';
import { loadCatalogue } from '../docs/catalogue.ts';
import { findShowing, readClaims } from '../docs/claims.ts';

describe('the claims of the chapter', () => {
  const claims = readClaims();

  it('are S1 to S68, each once, in order', () =>
    assert.deepEqual(
      claims.map(({ id }) => id),
      Array.from({ length: 68 }, (_, index) => `S${index + 1}`),
    ));

  it('are each shown by a step of the catalogue, or say why they cannot be observed', async () => {
    const scenarios = await loadCatalogue();
    const faults = claims.flatMap(({ id, shown = [], unobservable }) => {
      if (shown.length === 0 && !unobservable) return [`${id} is not shown`];
      if (shown.length > 0 && unobservable) return [`${id} is shown, and said to be unobservable`];
      return shown.filter((text) => !findShowing(text, scenarios)).map((text) => `${id}: there is no ${text}`);
    });
    assert.deepEqual(faults, []);
  });

  it('are shown by scenarios that name their source', async () => {
    const scenarios = await loadCatalogue();
    const without = claims
      .flatMap(({ shown = [] }) => shown.flatMap((text) => findShowing(text, scenarios) ?? []))
      .filter(({ scenario }) => !scenario.planned.source)
      .map(({ scenario }) => scenario.planned.id);
    assert.deepEqual([...new Set(without)], []);
  });
});
