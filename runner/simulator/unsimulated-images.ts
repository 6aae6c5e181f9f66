import { objectsAt, textAt } from '../core/json.ts';
import { imagesIn } from './controllers/kubelet/images.ts';
import { isUnsimulatedImage } from './controllers/kubelet/pull.ts';
import type { ClusterState } from './objects/cluster-state.ts';
import type { SimulatedImage } from './objects/images.ts';
import type { Unstructured } from './objects/metadata.ts';

const containers = ['initContainers', 'containers', 'ephemeralContainers'];

/** The images that a pod names and does not have yet. */
const missingImages = (pod: Unstructured): string[] => {
  const pulled = containers
    .flatMap((list) => objectsAt(pod, 'status', `${list.replace(/s$/, '')}Statuses`))
    .filter((status) => textAt(status, 'imageID'))
    .map((status) => textAt(status, 'name'));
  return containers
    .flatMap((list) => objectsAt(pod, 'spec', list))
    .filter((container) => !pulled.includes(textAt(container, 'name')))
    .map((container) => textAt(container, 'image') ?? '');
};

/** The images of the pods of a namespace that could be there on a real cluster, and are not simulated. */
export const unsimulatedImages = (
  namespace: string,
  { clusterState, images }: { clusterState: ClusterState; images: readonly SimulatedImage[] },
): string[] =>
  clusterState
    .list('Pod', namespace)
    .flatMap(missingImages)
    .filter((image) => isUnsimulatedImage(image, imagesIn(namespace, images)));
