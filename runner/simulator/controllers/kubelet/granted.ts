import type { JsonObject } from '../../../core/json.ts';
import type { Container } from '../../objects/pods.ts';

/** The same for all containers that ask for nothing. */
const noResources: JsonObject = {};

const mountOf = ({ mountPath, name, readOnly }: JsonObject): JsonObject => ({
  mountPath,
  name,
  ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
});

/** What a container's status says of what the runtime has given to it: its mounts, and its resources while it runs. */
export const grantedTo = ({ resources, volumeMounts }: Container, isRunning: boolean): JsonObject => ({
  ...(isRunning && resources?.requests && { allocatedResources: resources.requests }),
  ...(isRunning && { resources: resources ?? noResources }),
  ...(volumeMounts && { volumeMounts: volumeMounts.map(mountOf) }),
});
