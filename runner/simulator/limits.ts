import { isUnsimulated } from './api/unsimulated.ts';
import { isUnsimulatedImage } from './controllers/kubelet/pull.ts';
import { catalogue } from './images/index.ts';

/** What a cluster would not simulate, known without one. */
export const limits = {
  lacksKind: isUnsimulated,
  lacksImage: (image: string, described: readonly string[]): boolean =>
    isUnsimulatedImage(image, [{ names: described }, ...catalogue]),
};
