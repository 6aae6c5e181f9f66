import { describeCluster } from '../../reporters/shared/outline.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { exitCodes } from '../core/exit-code.ts';
import type { Io } from '../core/io.ts';
import { exportLine } from './ready-text.ts';
import type { StandSettings } from './stand-settings.ts';
import type { StandingCluster } from './standing-cluster.ts';
import { downLine, NameTaken } from './take-name.ts';

const byDefault = "the provider's default";

/** The differences between a running cluster and the requested one, one clause each. */
const differences = (
  { provider, fingerprint, asked = {}, inProcess }: StandingCluster,
  wanted: StandSettings,
): string[] => {
  const facts: [what: string, found: string | number | undefined, wanted: string | number | undefined][] = [
    ['provider', provider, wanted.provider],
    ['number of nodes', fingerprint?.nodes, wanted.workers === undefined ? fingerprint?.nodes : wanted.workers + 1],
    ['proxy mode', fingerprint?.proxyMode, wanted.proxyMode],
    ['node image', asked.nodeImage ?? byDefault, wanted.nodeImage ?? byDefault],
    ['probe image', asked.probeImage ?? byDefault, wanted.probeImage ?? byDefault],
  ];
  const lacksIngress = wanted.ingress && !asked.ingress && !inProcess;
  return [
    ...facts
      .filter(([, is, should]) => is !== should)
      .map(([what, is, should]) => `its ${what} is ${is}, not ${should}`),
    ...(lacksIngress ? ['it was started without an ingress controller'] : []),
  ];
};

/**
 * Handles a cluster that was not started because its name is taken; rethrows any other fault. Always prints the export line:
 * otherwise `eval "$(plumbline up --detach)"` would set nothing, and the next kubectl would use the cluster that the user had
 * before. Returns the exit code if the running cluster is the requested one.
 */
export const handleNameTaken = (
  fault: unknown,
  settings: StandSettings,
  io: Pick<Io, 'out' | 'err' | 'cwd'>,
): number => {
  if (!(fault instanceof NameTaken)) throw fault;
  const { name } = settings;
  const { alive } = fault;
  io.out(exportLine(name, io));
  if (!alive?.fingerprint) throw fault;
  const different = differences(alive, settings);
  if (different.length > 0) {
    const [diagnostic] = fault.diagnostics;
    throw diagnostic
      ? new DiagnosticError({ ...diagnostic, message: `${diagnostic.message} But ${different.join(', and ')}.` })
      : fault;
  }
  io.err(`Cluster ${name} is already running: ${describeCluster(alive.fingerprint)}, since ${alive.since}\n`);
  io.err(`kubectl get nodes\nIt stays until you run: ${downLine(name)}\n`);
  return exitCodes.passed;
};
