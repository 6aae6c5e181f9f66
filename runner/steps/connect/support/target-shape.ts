import { either, integer, optional, type Shape, string } from '../../../core/shape.ts';
import { fromShape } from '../../from-shape.ts';

/** What the kinds that ask "who answered" say of where they send. */
export interface ServedSpec {
  service?: string;
  url?: string;
  from: string;
  port?: number | string;
  path?: string;
}

/** A port by its number or its name. */
export const portShape = (description: string): Shape<number | string> =>
  either(integer('Number.', { minimum: 1, maximum: 65_535 }), string('Name.'), description);

export const servedFields = {
  service: optional(string('The Service; requests go to its cluster IP.')),
  url: optional(
    string('The URL, in place of `service`. The Service is found by the host: a name, an address, a node port.'),
  ),
  from: fromShape('probe'),
  port: optional(portShape("The Service's port. Default: its first.")),
  path: optional(string('The path of the URL. Default: /.')),
};

/** At least one of the two must be there. */
export const needsTarget = { anyOf: [{ required: ['service'] }, { required: ['url'] }] };

/** "Service kubia" or the URL, for a sentence. */
export const targetText = ({ service, url }: Pick<ServedSpec, 'service' | 'url'>): string =>
  url ?? `Service ${service}`;
