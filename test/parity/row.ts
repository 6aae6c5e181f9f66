import type { KubernetesObject, Needs } from '../../runner/cluster/cluster.ts';
import type { JsonValue } from '../../runner/core/json.ts';
import type { Bench } from './bench.ts';

/** One question that a cluster answers, put the same way to a real and to a simulated one. */
export interface Row {
  /** The claim that it probes: a number of the list of Service semantics, such as B13. */
  id: string;
  /** Other claims that the same answer holds. */
  also?: readonly string[];
  /** With the id, its name in recordings. */
  title: string;
  /** Puts the question; the answer holds nothing that differs between two real clusters. */
  look(bench: Bench): Promise<JsonValue>;
  /** The question changes the cluster, so it can be put once. */
  once?: true;
}

/** Questions that share one set-up. */
export interface Topic {
  /** Names the recording, and with `parity-` before it the namespace. */
  name: string;
  title: string;
  needs?: Needs;
  /** Applied in order before the questions; an object without a namespace goes into the topic's own. */
  setup(bench: Bench): readonly KubernetesObject[];
  rows: readonly Row[];
}

export const row = (id: string, title: string, look: Row['look']): Row => ({ id, title, look });

/** A row that changes the cluster: what it needs, it makes itself. */
export const onceRow = (id: string, title: string, look: Row['look']): Row => ({ id, title, look, once: true });

export const holding = (row: Row, ...also: string[]): Row => ({ ...row, also: [...(row.also ?? []), ...also] });

/** All claims that a row holds. */
export const idsOf = ({ id, also = [] }: Row): string[] => [id, ...also];

/** Unique among all rows. */
export const keyOf = ({ id, title }: Row): string => `${id} ${title}`;
