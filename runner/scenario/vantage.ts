import type { Diagnostic } from '../core/diagnostic.ts';
import type { JsonValue } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';
import { hasExpression } from './variables.ts';

const name = '[a-z0-9]([-a-z0-9.]*[a-z0-9])?';
const label = '[A-Za-z0-9][-A-Za-z0-9_./]*=([A-Za-z0-9][-A-Za-z0-9_.]*)?';
const vantagePattern = new RegExp(`^(outside|probe|node/${name}|pod/((${name}/)?${name}|${label}(,${label})*))$`);

const hintFor = (text: string): string => {
  const [place = '', ...rest] = text.split('/');
  const meant = nearest(place, ['node', 'pod', 'outside', 'probe']) ?? (place.startsWith('pod') ? 'pod' : undefined);
  if (meant !== undefined) {
    const corrected = meant === 'pod' || meant === 'node' ? `${meant}/${rest.join('/') || 'NAME'}` : meant;
    if (corrected !== text) return `Did you mean ${excerpt(corrected)}?`;
  }
  const corrected = `pod/${text}`;
  return vantagePattern.test(corrected)
    ? `Did you mean ${excerpt(corrected)}?`
    : 'Names are in lower case; labels are KEY=VALUE.';
};

/** Checks the `from` of a body. With an expression, it can only be checked when the step runs. */
export const checkVantage = (from: JsonValue | undefined): Omit<Diagnostic, 'span'> | undefined => {
  if (typeof from !== 'string' || hasExpression(from) || vantagePattern.test(from)) return undefined;
  return {
    code: 'vantage-syntax',
    message: `"${excerpt(from)}" is not a vantage point. It must be pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside or probe.`,
    hint: hintFor(from),
  };
};
