import { DiagnosticError } from '../core/diagnostic.ts';
import type { ClusterProvider } from './cluster.ts';
import { kindProvider } from './kind/provider.ts';

/** The ways to get a cluster, in the order in which help lists them. */
export const providers: readonly ClusterProvider[] = [kindProvider];

/** Letters to change, add or remove to turn one word into the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row[b.length] ?? 0;
};

const nearest = (name: string, names: readonly string[]): string | undefined =>
  names
    .map((each) => ({ each, far: distance(name.toLowerCase(), each) }))
    .sort((a, b) => a.far - b.far)
    .find(({ far }) => far <= 2)?.each;

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
  if (!provider) {
    const near = nearest(name, names);
    throw new DiagnosticError({
      code: 'provider-unknown',
      message: `--cluster ${name} is no provider. Use one of ${names.join(', ')}.`,
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    });
  }
  const refusal = await provider.refusal();
  if (refusal) throw new DiagnosticError({ code: 'docker-unavailable', message: refusal.reason, hint: refusal.hint });
  return provider;
};
