import { isUnsimulated } from './api/unsimulated.ts';
import { isUnsimulatedImage } from './controllers/kubelet/pull.ts';
import { catalogue } from './images/index.ts';

/** The limits of the simulation that are known without a cluster. */
export const limits = {
  lacksKind: isUnsimulated,
  lacksImage: (image: string, described: readonly string[]): boolean =>
    isUnsimulatedImage(image, [{ names: described }, ...catalogue]),
};
