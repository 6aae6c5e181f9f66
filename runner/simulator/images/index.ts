import type { DescribedImage } from '../../core/simulated-image.ts';
import type { SimulatedImage } from '../objects/images.ts';
import { agnhost } from './agnhost/agnhost.ts';
import { describeImage, nearestFirst } from './described.ts';
import { helloApp, httpEcho, redis, tcpEcho, whoami } from './echo.ts';
import type { ImageMaker, ImageParts } from './image.ts';
import { kubia, kubiaUnhealthy } from './kubia.ts';
import { memcached } from './memcached.ts';
import { nginx } from './nginx.ts';
import { alpine, busybox, curlImage, debian, dnsutils } from './shells.ts';
import { coredns, pause } from './system-pods.ts';

/** The catalogue of simulated images, in the order in which it is shown. */
export const catalogue = [
  kubia,
  kubiaUnhealthy,
  agnhost,
  nginx,
  httpEcho,
  whoami,
  helloApp,
  redis,
  memcached,
  tcpEcho,
  busybox,
  alpine,
  curlImage,
  dnsutils,
  debian,
  pause,
  coredns,
] as const satisfies readonly ImageMaker[];

/** The images that pods of one cluster can run: those that a user describes go before those of the catalogue. */
export const createImages = (
  parts: ImageParts,
  described: readonly DescribedImage[] = [],
): readonly SimulatedImage[] => [
  ...nearestFirst(described).map((each) => describeImage(each)(parts)),
  ...catalogue.map((make) => make(parts)),
];
