import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import type { Reason } from '../../runner/core/reason.ts';
import type { Link } from '../../runner/diagnosis/link.ts';
import { takeSnapshot } from '../../runner/diagnosis/snapshot.ts';
import { fakeCluster } from './fake-cluster.ts';
import { stepContext } from './step-context.ts';

/** The reason that one link gives for Service demo/kubia among some objects. */
export const explainLink = async (link: Link, objects: KubernetesObject[]): Promise<Reason | undefined> =>
  link.explain(await takeSnapshot(stepContext(fakeCluster({ objects })), 'kubia', 'demo'));
