import type { ExecRequest, ExecResult } from '../../cluster.ts';
import { prefixOf } from '../../node-names.ts';
import type { Engine } from '../engine/engine.ts';
import { labels } from '../engine/labels.ts';
import { pullImage } from '../images/engine-images.ts';
import { makeShared } from '../shared-work.ts';
import { execInContainer } from './container-exec.ts';
import { type SideContainer, startSideContainer } from './side-container.ts';

export interface OutsideOptions {
  engine: Engine;
  image: string;
  runId: string;
  network: string;
  labels: Record<string, string>;
  reap: boolean;
}

export interface Outside {
  exec(request: ExecRequest): Promise<ExecResult>;
}

/** A place on the cluster's network that is no node, made when it is first needed. */
export const makeOutside = ({ engine, image, runId, network, reap, ...options }: OutsideOptions): Outside => {
  const shared = makeShared();
  const start = async (): Promise<SideContainer> => {
    await pullImage(engine, image);
    return startSideContainer(engine, {
      image,
      name: `${prefixOf(runId)}-outside`,
      network,
      labels: { ...options.labels, [labels.role]: 'outside' },
      reap,
      // As the first process a shell does not die of a signal meant for a command, and it reaps what they leave.
      entrypoint: ['sh', '-c', 'while :; do sleep 3600; done'],
    });
  };
  return {
    async exec(request) {
      const { container } = await shared('outside', start);
      return execInContainer(container, request);
    },
  };
};
