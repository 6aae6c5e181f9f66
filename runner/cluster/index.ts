import { DiagnosticError } from '../core/diagnostic.ts';
import { suggest } from '../core/nearest.ts';
import type { ClusterProvider } from './cluster.ts';
import { about as embedded } from './embedded/about.ts';
import { about as kind } from './kind/about.ts';

type About = Pick<ClusterProvider, 'name' | 'summary'>;

/** A provider whose code is loaded at the first call, so that an unused provider costs nothing at start-up. */
const lazy = (about: About, load: () => Promise<ClusterProvider>): ClusterProvider => ({
  ...about,
  refusal: async () => (await load()).refusal(),
  start: async (options) => (await load()).start(options),
  sweep: async () => (await load()).sweep(),
});

const loadEmbedded = async () => (await import('./embedded/provider.ts')).embeddedProvider;
const loadKind = async () => (await import('./kind/provider.ts')).kindProvider;

/** The providers, in the order of the help. */
export const providers: readonly [ClusterProvider, ...ClusterProvider[]] = [
  { ...lazy(embedded, loadEmbedded), limits: async () => (await loadEmbedded()).limits() },
  { ...lazy(kind, loadKind), remove: async (runId) => (await loadKind()).remove(runId) },
];

/** The provider for a command without --cluster. */
export const [defaultProvider] = providers;

/** Finds a provider by name. Throws DiagnosticError `provider-unknown`. */
export const findProvider = (name: string, all: readonly ClusterProvider[] = providers): ClusterProvider => {
  const names = all.map((each) => each.name);
  const provider = all.find((each) => each.name === name);
  if (!provider)
    throw new DiagnosticError({
      code: 'provider-unknown',
      message: `--cluster ${name}: there is no such provider. There are: ${names.join(', ')}.`,
      hint: suggest(name, names),
    });
  return provider;
};

/**
 * Finds a provider that can work here. Rejects with DiagnosticError: `provider-unknown`, or the provider's own code and the
 * reason why it cannot. Takes less than a second.
 */
export const chooseProvider = async (
  name: string,
  all: readonly ClusterProvider[] = providers,
): Promise<ClusterProvider> => {
  const provider = findProvider(name, all);
  const refusal = await provider.refusal();
  if (refusal) throw new DiagnosticError({ code: refusal.code, message: refusal.reason, hint: refusal.hint });
  return provider;
};
