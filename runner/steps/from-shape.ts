import { type Shape, string, withDefault } from '../core/shape.ts';

/** The `from:` of a body: the vantage point that a request or a command starts from. */
export const fromShape = (place: 'probe' | 'outside'): Shape<string> =>
  withDefault(
    string('Vantage point: pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside, or probe.'),
    place,
  );
