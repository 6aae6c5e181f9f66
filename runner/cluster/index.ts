import { DiagnosticError } from '../core/diagnostic.ts';
import { suggest } from '../core/nearest.ts';
import type { ClusterProvider } from './cluster.ts';

/** A provider whose code is loaded at the first call, so that an unused provider costs nothing at start-up. */
const lazy = (name: string, summary: string, load: () => Promise<ClusterProvider>): ClusterProvider => ({
  name,
  summary,
  refusal: async () => (await load()).refusal(),
  start: async (options) => (await load()).start(options),
  sweep: async () => (await load()).sweep(),
});

const loadKind = async () => (await import('./kind/provider.ts')).kindProvider;

/** The ways to get a cluster, in the order in which help lists them. */
export const providers: readonly ClusterProvider[] = [
  lazy(
    'embedded',
    'a simulated cluster inside the process; no container engine',
    async () => (await import('./embedded/provider.ts')).embeddedProvider,
  ),
  {
    ...lazy('kind', 'kindest/node containers on a local container engine; the reference for what is true', loadKind),
    remove: async (runId) => (await loadKind()).remove(runId),
  },
];

/**
 * The provider of a name. Rejects with DiagnosticError: `provider-unknown`, or why the provider cannot work here,
 * found out in less than a second.
 */
export const chooseProvider = async (
  name: string,
  all: readonly ClusterProvider[] = providers,
): Promise<ClusterProvider> => {
  const names = all.map((each) => each.name);
  const provider = all.find((each) => each.name === name);
  if (!provider)
    throw new DiagnosticError({
      code: 'provider-unknown',
      message: `--cluster ${name} is no provider; there are ${names.join(', ')}.`,
      hint: suggest(name, names),
    });
  const refusal = await provider.refusal();
  if (refusal) throw new DiagnosticError({ code: 'docker-unavailable', message: refusal.reason, hint: refusal.hint });
  return provider;
};
