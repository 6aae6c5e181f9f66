import type { ExecRequest, ExecResult } from '../../cluster.ts';
import { prefixOf } from '../../node-names.ts';
import type { Engine } from '../engine/engine.ts';
import { labels } from '../engine/labels.ts';
import { pullImage } from '../images/engine-images.ts';
import { SharedWork } from '../shared-work.ts';
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

/** A container on the cluster's network that is not a node. It starts with the first command. */
class OutsideContainer implements Outside {
  readonly #options: OutsideOptions;
  readonly #shared = new SharedWork();

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    const { container } = await this.#shared.run('outside', () => this.#start());
    return execInContainer(container, request);
  }

  async #start(): Promise<SideContainer> {
    const { engine, image, runId, network, reap, labels: common } = this.#options;
    await pullImage(engine, image);
    return startSideContainer(engine, {
      image,
      name: `${prefixOf(runId)}-outside`,
      network,
      labels: { ...common, [labels.role]: 'outside' },
      reap,
      // As process 1, a shell ignores signals that are meant for a command, and reaps the processes that commands leave.
      entrypoint: ['sh', '-c', 'while :; do sleep 3600; done'],
    });
  }
}

export const makeOutside = (options: OutsideOptions): Outside => new OutsideContainer(options);
