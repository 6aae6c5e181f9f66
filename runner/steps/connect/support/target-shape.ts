import { either, integer, optional, string, withDefault } from '../../../core/shape.ts';

/** Where a request leaves from. */
export const fromShape = withDefault(
  string('Vantage point: pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside, or probe.'),
  'probe',
);

/** What the kinds that ask "who answered" say of where they send. */
export interface ServedSpec {
  service?: string;
  url?: string;
  from: string;
  port?: number | string;
  path?: string;
}

export const servedFields = {
  service: optional(string('The Service; requests go to its cluster IP.')),
  url: optional(
    string('The URL, in place of `service`. The Service is found by the host: a name, an address, a node port.'),
  ),
  from: fromShape,
  port: optional(
    either(
      integer('Number.', { minimum: 1, maximum: 65_535 }),
      string('Name.'),
      "The Service's port. Default: its first.",
    ),
  ),
  path: optional(string('The path of the URL. Default: /.')),
};

/** At least one of the two must be there. */
export const needsTarget = { anyOf: [{ required: ['service'] }, { required: ['url'] }] };

/** "Service kubia" or the URL, for a sentence. */
export const targetText = ({ service, url }: Pick<ServedSpec, 'service' | 'url'>): string =>
  url ?? `Service ${service}`;
