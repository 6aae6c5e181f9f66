import { canonicalImageName, hasTag, repositoryOf } from '../../../core/image-name.ts';
import { nearest } from '../../../core/nearest.ts';
import type { SimulatedImage } from '../../objects/images.ts';
import type { Container } from '../../objects/pods.ts';

/** A name without a tag stands for all tags. */
const stands = (name: string, image: string): boolean => {
  if (!hasTag(name)) return repositoryOf(name) === repositoryOf(image);
  // A name with tag and digest means the image of the tag.
  const meant = name.includes('@') ? image : image.replace(/(:[^/@]*)@.*$/, '$1');
  return canonicalImageName(name) === canonicalImageName(meant);
};

/** The images that pods of a namespace know. */
export const imagesIn = (namespace: string, images: readonly SimulatedImage[]): SimulatedImage[] =>
  images.filter(({ isKnownIn }) => isKnownIn?.(namespace) ?? true);

/** The first image of that name. */
export const findImage = <Named extends Pick<SimulatedImage, 'names'>>(
  images: readonly Named[],
  image: string,
): Named | undefined => images.find(({ names }) => names.some((each) => stands(each, image)));

/** A line of YAML with which the image would be there, listening where the container says that it does. */
const snippetFor = ({ image, ports = [] }: NamedContainer): string => {
  const written = ports.flatMap(({ containerPort, protocol }) => {
    if (protocol === 'TCP') return [`${containerPort}`];
    return protocol === 'UDP' ? [`{ port: ${containerPort}, protocol: udp }`] : [];
  });
  return `simulated-images: { ${repositoryOf(image)}: { ports: [${[...new Set(written)].join(', ') || '8080'}] } }`;
};

type NamedContainer = Pick<Container, 'image' | 'ports'>;

/** Why an image cannot be pulled, and what the user can do. */
export const pullFault = (container: NamedContainer, images: readonly SimulatedImage[]): string => {
  const repository = repositoryOf(container.image);
  const meant = nearest(
    repository,
    images.flatMap(({ names }) => names),
  );
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `the embedded cluster has no image ${repository}.${guess} Describe it in the scenario or in plumbline.yaml: \`${snippetFor(container)}\`, or run on a real cluster (--cluster kind)`;
};
