import { exitCodes } from '../core/exit-code.ts';
import type { Io } from '../core/io.ts';
import { clusterOptions, clusterSettingsOf } from '../options/cluster-options.ts';
import { defineCommand } from '../options/command.ts';
import type { Config } from '../options/config.ts';
import { findConfig } from '../options/find-config.ts';
import type { StandSettings } from '../standing/stand-settings.ts';

/** Starts a cluster that stays, for kubectl. */
export const up = defineCommand({
  name: 'up',
  summary: 'start a cluster that stays, with a kubeconfig',
  notes: [
    'The embedded cluster runs in this process: Ctrl-C or `plumbline down` ends it (exit code 0). With --detach it runs',
    'in the background, and `up` returns when it answers. The containers of the kind provider always stay.',
    'Only the line that sets KUBECONFIG goes to standard output. If a cluster of that name is already running, `up` prints',
    'its line and starts nothing.',
    '',
    'Examples:',
    '  plumbline up',
    '  eval "$(plumbline up --detach)" && kubectl get nodes',
    '  plumbline up --cluster kind --workers 2 --name real',
    '',
    'Exit codes: 0 it is running (or has ended as asked), 2 wrong usage or another cluster has the name, 3 it did not start,',
    '130 or 143 interrupted while it started.',
  ].join('\n'),
  options: {
    ...clusterOptions,
    name: { type: 'string', value: 'NAME', summary: 'the name of the cluster', default: 'default' },
    detach: { type: 'boolean', summary: 'run it in the background' },
    ingress: { type: 'boolean', summary: 'start an ingress controller (the embedded cluster always has one)' },
  },
  async run(_words, given, io) {
    const { checkName } = await import('../standing/standing-cluster.ts');
    const name = checkName(given.name);
    const config = await loadConfig(io);
    if (!config) return exitCodes.usage;
    const settings = { ...clusterSettingsOf(given, config, io), name, ingress: given.ingress };
    try {
      return await start(settings, given.detach, io);
    } catch (fault) {
      return (await import('../standing/name-taken.ts')).handleNameTaken(fault, settings, io);
    }
  },
});

const start = async (settings: StandSettings, detach: boolean, io: Io): Promise<number> => {
  if (detach) {
    const { chooseProvider } = await import('../cluster/index.ts');
    const { remove } = await chooseProvider(settings.provider);
    if (!remove) return (await import('../standing/detached-cluster.ts')).startDetached(settings, io);
  }
  return (await import('../standing/stand-up.ts')).standUp(settings, io);
};

/** Undefined if the file has faults, which are printed. */
const loadConfig = async (io: Io): Promise<Config | undefined> => {
  if (findConfig(io.cwd) === undefined) return {};
  const { readConfig } = await import('../options/config.ts');
  const { config, diagnostics, texts } = readConfig(io.cwd);
  if (diagnostics.length === 0) return config;
  const { printDiagnostics } = await import('../options/selection.ts');
  printDiagnostics({ diagnostics, texts }, io);
  return undefined;
};
