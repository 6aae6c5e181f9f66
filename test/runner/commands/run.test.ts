import assert from 'node:assert/strict';
import { run, settingsOf } from '../../../runner/commands/run.ts';
import { testFolder } from '../../support/folder.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { badScenario } from '../../support/scenario-texts.ts';

const none = {
  tag: [],
  grep: undefined,
  cluster: undefined,
  workers: undefined,
  proxyMode: undefined,
  nodeImage: undefined,
  probeImage: undefined,
  reporter: [],
  parallel: undefined,
  seed: undefined,
  failFast: false,
  strict: false,
  keep: false,
};

describe('run', () => {
  const folder = testFolder();
  folder.write('bad.yaml', badScenario);
  const config = { cluster: 'kind', workers: 2, proxyMode: 'nftables', nodeImage: 'from-file', parallel: 3 } as const;

  it('has a default for everything', () => {
    const settings = settingsOf([], none, {}, memoryIo(folder.path));
    assert.deepEqual(
      [
        settings.provider,
        settings.workers,
        settings.proxyMode,
        settings.parallel,
        settings.nodeImage,
        settings.reporters,
      ],
      ['embedded', undefined, 'iptables', 4, undefined, []],
    );
  });

  it('prefers an option, then the environment, then the project file, then the default', () => {
    const io = memoryIo(folder.path, { env: { PLUMBLINE_NODE_IMAGE: 'from-environment' } });
    assert.equal(settingsOf([], none, config, memoryIo(folder.path)).nodeImage, 'from-file');
    assert.equal(settingsOf([], none, config, io).nodeImage, 'from-environment');
    const given = settingsOf([], { ...none, nodeImage: 'from-option', workers: 0, parallel: 0 }, config, io);
    assert.deepEqual(
      [given.nodeImage, given.workers, given.parallel, given.proxyMode],
      ['from-option', 0, 1, 'nftables'],
    );
  });

  it('starts no cluster for a file with a fault', async () => {
    const io = memoryIo(folder.path);
    assert.equal(await run.run(['bad.yaml'], none, io), 2);
    assert.match(io.stderr, /2 faults in 1 file/);
  });
});
