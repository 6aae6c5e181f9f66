import { cniManifestPath, storageManifestPath } from '../addons/manifests/node-image.ts';
import { readContainerFile } from '../nodes/container-files.ts';
import type { KindNode } from '../nodes/node.ts';

/** The files in which a kindest/node image describes itself. */
export interface ImageContents {
  /** Such as v1.34.11. */
  version: string;
  /** Manifests, as texts. */
  cni: string;
  storage: string | undefined;
}

/** Reads the image's files from a node that may still be starting. */
export const readImageContents = async ({ container, name }: KindNode): Promise<ImageContents> => {
  const [version, cni, storage] = await Promise.all(
    ['/kind/version', cniManifestPath, storageManifestPath].map((path) => readContainerFile(container, path)),
  );
  if (!version || !cni)
    throw new Error(`${name} has no /kind/version or no ${cniManifestPath}: its image is not a kindest/node image.`);
  return { version: version.trim(), cni, storage };
};
