import type { KubernetesObject, Needs } from '../../runner/cluster/cluster.ts';
import type { JsonValue } from '../../runner/core/json.ts';
import type { Bench } from './bench.ts';

/** One question to a cluster, the same for a real and a simulated one. */
export interface Row {
  /** The claim that it checks, such as B13 (test/parity/claims.ts). */
  id: string;
  /** Other claims that the same answer supports. */
  also?: readonly string[];
  /** The title; together with the id it is the name in recordings. */
  title: string;
  /** Asks the question; the answer contains no value that differs between two real clusters. */
  look(bench: Bench): Promise<JsonValue>;
  /** True if the question changes the cluster, so that it can be asked only once. */
  once?: true;
}

/** Questions that share one set-up. */
export interface Topic {
  /** The name of the recording; with the prefix `parity-` that of the namespace. */
  name: string;
  title: string;
  needs?: Needs;
  /** Applied in order before the questions; an object without a namespace goes into the topic's own. */
  setup(bench: Bench): readonly KubernetesObject[];
  rows: readonly Row[];
}

export const row = (id: string, title: string, look: Row['look']): Row => ({ id, title, look });

/** A row that changes the cluster; it creates its objects itself. */
export const onceRow = (id: string, title: string, look: Row['look']): Row => ({ id, title, look, once: true });

export const holding = (row: Row, ...also: string[]): Row => ({ ...row, also: [...(row.also ?? []), ...also] });

/** All claims that a row supports. */
export const idsOf = ({ id, also = [] }: Row): string[] => [id, ...also];

/** Unique among all rows. */
export const keyOf = ({ id, title }: Row): string => `${id} ${title}`;
