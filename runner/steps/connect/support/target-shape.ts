import { either, integer, optional, type Shape, string } from '../../../core/shape.ts';
import { fromShape } from '../../from-shape.ts';

/** The keys of kinds that identify the pods that answer. */
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
  service: optional(string('The Service. Requests go to its cluster IP.')),
  url: optional(
    string("A URL, in place of `service`. The Service is found by the URL's host: a name, an address, or a node port."),
  ),
  from: fromShape('probe'),
  port: optional(portShape("The Service's port. Default: its first.")),
  path: optional(string('The path of the request. Default: /.')),
};

/** Either a Service or a URL is required. */
export const needsTarget = { anyOf: [{ required: ['service'] }, { required: ['url'] }] };

/** "Service kubia" or the URL, in a sentence. */
export const targetText = ({ service, url }: Pick<ServedSpec, 'service' | 'url'>): string =>
  url ?? `Service ${service}`;
