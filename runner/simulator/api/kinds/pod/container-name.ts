import type { Pod } from '../../../objects/pods.ts';
import { badRequest } from '../../status.ts';

/** The container that a request for logs, exec or attach means, or a StatusError: validateContainer of pkg/registry/core/pod. */
export const containerNamed = ({ metadata, spec }: Pod, name: string | undefined): string => {
  const [main, init] = [spec.containers, spec.initContainers ?? []].map((list) => list.map((each) => each.name));
  if (name) {
    if ([...(main ?? []), ...(init ?? [])].includes(name)) return name;
    throw badRequest(`container ${name} is not valid for pod ${metadata.name}`);
  }
  const [first = '', ...others] = main ?? [];
  if (others.length === 0) return first;
  const more = init?.length ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${main?.join(' ')}]${more}`,
  );
};
