import assert from 'node:assert/strict';
import { limitDiagnostics, unsimulatedThings } from '../../../runner/options/limits.ts';
import type { Mention } from '../../../runner/scenario/mentions.ts';

const limits = {
  lacksKind: (_apiVersion: string, kind: string) => kind === 'Role',
  lacksImage: (image: string, described: readonly string[]) => !described.includes(image),
};
const spanAt = (line: number) => ({ file: 'a.yaml', line, column: 7, endLine: line, endColumn: 11 });
const role = (line: number): Mention => ({ apiVersion: 'rbac/v1', kind: 'Role', span: spanAt(line) });
const image = (name: string, line: number): Mention => ({ image: name, span: spanAt(line) });
const described = (name: string) => ({
  image: name,
  ports: [],
  readyAfter: 0,
  log: [],
  env: {},
  files: {},
  shell: 'none' as const,
  entrypoint: [],
});

describe('limits', () => {
  it('each thing is told once, with the number of its other places', () => {
    const scenarios = [
      { mentions: [role(3), role(9), image('shop/web', 4)], simulatedImages: [] },
      // The same fixture again.
      { mentions: [role(3)], simulatedImages: [] },
    ];
    assert.deepEqual(limitDiagnostics(unsimulatedThings(scenarios, limits)), [
      {
        code: 'not-simulated',
        message: 'Role (rbac/v1) is not simulated.',
        span: spanAt(3),
        hint: 'Also in 1 other place.',
      },
      { code: 'not-simulated', message: 'The image shop/web is not simulated.', span: spanAt(4) },
    ]);
  });

  it('an image is described for its scenario, or for the project', () => {
    const mentions = [image('shop/web', 4), image('shop/db', 5)];
    const scenarios = [
      { mentions, simulatedImages: [described('shop/web')] },
      { mentions: [], simulatedImages: [described('shop/db')] },
    ];
    assert.deepEqual([...unsimulatedThings(scenarios, limits).keys()], ['the image shop/db']);
    assert.equal(unsimulatedThings(scenarios, limits, [described('shop/db')]).size, 0);
  });

  it('a kind that the cluster has is no limit', () => {
    const service = { apiVersion: 'v1', kind: 'Service', span: spanAt(1) };
    assert.equal(unsimulatedThings([{ mentions: [service], simulatedImages: [] }], limits).size, 0);
  });
});
