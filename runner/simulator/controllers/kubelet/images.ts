import type { SimulatedImage } from '../../world.ts';

/** `docker.io/library/nginx:1.27` → `nginx`: the name without registry default, tag and digest. */
export const repositoryOf = (image: string): string =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .replace(/^(index\.)?docker\.io\//, '')
    .replace(/^library\//, '');

export const findImage = (images: readonly SimulatedImage[], image: string): SimulatedImage | undefined => {
  const name = repositoryOf(image);
  return images.find(({ names }) => names.some((each) => repositoryOf(each) === name));
};

/** The full name, as containerd writes it. */
export const referenceOf = (image: string): string => {
  const tagged = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const first = tagged.split('/')[0] ?? '';
  if (tagged.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost')) return tagged;
  return tagged.includes('/') ? `docker.io/${tagged}` : `docker.io/library/${tagged}`;
};

/** Why an image cannot be pulled, and what the user can do. */
export const pullFault = (image: string): string =>
  `failed to pull and unpack image "${referenceOf(image)}": the embedded cluster has no image "${repositoryOf(image)}": describe it under simulated-images: in the scenario or in plumbline.yaml (ports, answers, readiness), or run on a real cluster with --cluster kind`;
