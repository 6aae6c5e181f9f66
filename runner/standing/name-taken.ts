import { describeCluster } from '../../reporters/shared/outline.ts';
import { countOf } from '../core/count.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { exitCodes } from '../core/exit-code.ts';
import type { Io } from '../core/io.ts';
import { exportLine } from './ready-text.ts';
import type { StandSettings } from './stand-settings.ts';
import type { StandingCluster } from './standing-cluster.ts';
import { downLine, NameTaken } from './take-name.ts';

const imageText = (image: string | undefined): string => image ?? "the provider's own";

/** In which ways a cluster is another one than is asked for, in words. */
const differences = (
  { provider, fingerprint, asked = {}, inProcess }: StandingCluster,
  { nodeImage, probeImage, ingress, workers, ...settings }: StandSettings,
): string[] => {
  // Where the provider is another, so is all else.
  if (provider !== settings.provider) return [`it is ${provider}, not ${settings.provider}`];
  const nodes = workers === undefined ? fingerprint?.nodes : workers + 1;
  return [
    ...(fingerprint?.nodes === nodes ? [] : [`it has ${countOf(fingerprint?.nodes ?? 0, 'node')}, not ${nodes}`]),
    ...(fingerprint?.proxyMode === settings.proxyMode
      ? []
      : [`its proxy mode is ${fingerprint?.proxyMode}, not ${settings.proxyMode}`]),
    ...(asked.nodeImage === nodeImage
      ? []
      : [`its node image is ${imageText(asked.nodeImage)}, not ${imageText(nodeImage)}`]),
    ...(asked.probeImage === probeImage
      ? []
      : [`its probe image is ${imageText(asked.probeImage)}, not ${imageText(probeImage)}`]),
    ...(ingress && !asked.ingress && !inProcess ? ['it has no ingress controller from the start'] : []),
  ];
};

/**
 * Answers for a cluster that was not started because its name is taken; rethrows any other fault. The line that leads kubectl
 * there is printed in any case: `eval "$(plumbline up --detach)"` would set nothing otherwise, and the next kubectl would go to
 * whatever cluster the user had before. Returns the exit code when the cluster that is up is the one that is asked for.
 */
export const answerTaken = (fault: unknown, settings: StandSettings, io: Pick<Io, 'out' | 'err' | 'cwd'>): number => {
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
  io.err(`Cluster ${name} is up already: ${describeCluster(alive.fingerprint)}, since ${alive.since}\n`);
  io.err(`kubectl get nodes\nIt stays until: ${downLine(name)}\n`);
  return exitCodes.passed;
};
