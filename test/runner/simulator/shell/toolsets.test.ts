import assert from 'node:assert/strict';
import type { Tool } from '../../../../runner/simulator/shell/tool.ts';
import {
  alpineCurlTools,
  alpineTools,
  busyboxTools,
  debianTools,
  nodeTools,
} from '../../../../runner/simulator/shell/toolsets.ts';

const names = (tools: readonly Tool[]): string[] => tools.flatMap((tool) => tool.names);

describe('sets of programs', () => {
  for (const [title, tools] of [
    ['Debian', debianTools],
    ['busybox', busyboxTools],
    ['Alpine', alpineTools],
    ['Alpine with curl', alpineCurlTools],
    ['a node', nodeTools],
  ] as const)
    it(`${title} has each name once`, () => assert.deepEqual(names(tools), [...new Set(names(tools))]));

  it('a node has curl, and neither nc nor dig', () => {
    const found = ['curl', 'ping', 'getent', 'nc', 'dig'].filter((name) => names(nodeTools).includes(name));
    assert.deepEqual(found, ['curl', 'ping', 'getent']);
  });

  it('busybox has no curl, no dig and no getent', () => {
    for (const name of ['curl', 'dig', 'host', 'getent', 'ss']) {
      assert.ok(names(debianTools).includes(name), name);
      assert.ok(!names(busyboxTools).includes(name), name);
    }
    assert.ok(names(alpineTools).includes('getent') && names(alpineCurlTools).includes('curl'));
  });
});
