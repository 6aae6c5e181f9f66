import { canonicalImageName, imageNameFault } from '../../../core/image-name.ts';
import type { SimulatedImage } from '../../objects/images.ts';
import type { Container } from '../../objects/pods.ts';
import { findImage, pullFault } from './images.ts';

/** Why a container waits for its image. */
export interface ImageFault {
  reason: 'InvalidImageName' | 'ErrImagePull';
  message: string;
  events: readonly { type: 'Normal' | 'Warning'; reason: string; message: string }[];
}

type Pulled = { image: SimulatedImage } | { fault: ImageFault };
type NamedContainer = Pick<Container, 'image' | 'ports'>;

/** Registries that exist nowhere. https://www.rfc-editor.org/rfc/rfc2606 */
const reserved = /(^|\.)(test|invalid|example|example\.(com|net|org))(:\d+)?$/;

const missingRegistry = (image: string): string | undefined => {
  const name = canonicalImageName(image);
  const [registry = '', ...path] = name.split('/');
  if (!reserved.test(registry)) return undefined;
  const [, repository, tag] = /^(.*?)[:@](.*)$/.exec(path.join('/')) ?? [];
  const failed = `failed to resolve reference "${name}": failed to do request`;
  const lookup = `dial tcp: lookup ${registry.replace(/:\d+$/, '')}: no such host`;
  return `failed to pull and unpack image "${name}": ${failed}: Head "https://${registry}/v2/${repository}/manifests/${tag}": ${lookup}`;
};

/** Whether an image could be there on a real cluster, and is not on a simulated one: no fault of the pod that names it. */
export const isUnsimulatedImage = (image: string, images: readonly Pick<SimulatedImage, 'names'>[]): boolean =>
  imageNameFault(image) === undefined && missingRegistry(image) === undefined && findImage(images, image) === undefined;

/** Finds the image of a container, or says why it has none. kubelet, images/image_manager.go */
export const pull = (container: NamedContainer, images: readonly SimulatedImage[]): Pulled => {
  const { image: name } = container;
  const nameFault = imageNameFault(name);
  if (nameFault !== undefined) return { fault: invalidName(name, nameFault) };
  const image = findImage(images, name);
  if (image) return { image };
  return { fault: failedPull(name, missingRegistry(name) ?? pullFault(container, images)) };
};

const invalidName = (name: string, fault: string): ImageFault => {
  const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": ${fault}`;
  return {
    reason: 'InvalidImageName',
    message,
    events: [
      { type: 'Warning', reason: 'InspectFailed', message },
      { type: 'Warning', reason: 'Failed', message: 'Error: InvalidImageName' },
    ],
  };
};

const failedPull = (name: string, message: string): ImageFault => ({
  reason: 'ErrImagePull',
  message,
  events: [
    { type: 'Normal', reason: 'Pulling', message: `Pulling image "${name}"` },
    { type: 'Warning', reason: 'Failed', message: `Failed to pull image "${name}": ${message}` },
    { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
  ],
});
