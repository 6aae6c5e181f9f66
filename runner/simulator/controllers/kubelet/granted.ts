import type { JsonObject } from '../../../core/json.ts';
import type { Container } from '../../objects/pods.ts';

/** All containers without resources share this object. */
const noResources: JsonObject = {};

const mountOf = ({ mountPath, name, readOnly }: JsonObject): JsonObject => ({
  mountPath,
  name,
  ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
});

/** The fields of a container's status about what the runtime gave to it: its mounts, and its resources while it runs. */
export const grantedTo = ({ resources, volumeMounts }: Container, isRunning: boolean): JsonObject => ({
  ...(isRunning && resources?.requests && { allocatedResources: resources.requests }),
  ...(isRunning && { resources: resources ?? noResources }),
  ...(volumeMounts && { volumeMounts: volumeMounts.map(mountOf) }),
});
