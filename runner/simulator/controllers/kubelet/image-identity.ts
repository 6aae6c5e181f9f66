import { createHash } from 'node:crypto';
import { canonicalImageName } from '../../../core/image-name.ts';

/** The fields of a container's status about its image. */
export interface ImageIdentity {
  name: string;
  /** With a digest, the same for all containers of the image. */
  id: string;
}

const known = new Map<string, ImageIdentity>();
const maxKnown = 1_000;

/** Containers of an image share the texts. */
export const identityOf = (image: string): ImageIdentity => {
  const found = known.get(image);
  if (found) return found;
  const name = canonicalImageName(image);
  const identity = { name, id: `${name}@sha256:${createHash('sha256').update(name).digest('hex')}` };
  if (known.size >= maxKnown) known.clear();
  known.set(image, identity);
  return identity;
};
