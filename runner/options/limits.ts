import type { ClusterLimits } from '../cluster/cluster.ts';
import { countOf } from '../core/count.ts';
import type { Diagnostic, Span } from '../core/diagnostic.ts';
import { imageThing, kindThing, notSimulatedMessage } from '../core/not-simulated.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import type { Mention } from '../scenario/mentions.ts';
import type { Scenario } from '../scenario/scenario.ts';

const placeOf = ({ file, line, column }: Span): string => `${file}:${line}:${column}`;

const thingOf = (mention: Mention): string =>
  'image' in mention ? imageThing(mention.image) : kindThing(mention.kind, mention.apiVersion);

/**
 * The things in the manifests of scenarios that a cluster does not simulate, each once and with the places where it is. A
 * fixture or a matrix mentions the same place several times.
 */
export const unsimulatedThings = (
  scenarios: readonly Pick<Scenario, 'mentions' | 'simulatedImages'>[],
  limits: ClusterLimits,
  described: readonly DescribedImage[] = [],
): Map<string, Span[]> => {
  const found = new Map<string, Map<string, Span>>();
  for (const { mentions, simulatedImages } of scenarios) {
    const names = [...simulatedImages, ...described].map(({ image }) => image);
    const isLacking = (mention: Mention): boolean =>
      'image' in mention ? limits.lacksImage(mention.image, names) : limits.lacksKind(mention.apiVersion, mention.kind);
    for (const mention of mentions.filter(isLacking)) {
      const spans = found.get(thingOf(mention)) ?? new Map<string, Span>();
      spans.set(placeOf(mention.span), mention.span);
      found.set(thingOf(mention), spans);
    }
  }
  return new Map([...found].map(([thing, spans]) => [thing, [...spans.values()]]));
};

/** A diagnostic for each thing, at the first place where it is. */
export const limitDiagnostics = (things: ReadonlyMap<string, readonly Span[]>): Diagnostic[] =>
  [...things].map(([thing, [first, ...more]]) => ({
    code: 'not-simulated',
    message: notSimulatedMessage([thing]),
    ...(first && { span: first }),
    ...(more.length > 0 && { hint: `Also in ${countOf(more.length, 'other place')}.` }),
  }));
