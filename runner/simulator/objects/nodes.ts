import type { JsonObject } from '../../core/json.ts';
import type { Condition, Typed } from './metadata.ts';

export type Node = Typed<
  JsonObject & {
    podCIDR?: string;
    taints?: { key: string; value?: string; effect: string }[];
    unschedulable?: boolean;
  },
  JsonObject & { addresses?: { type: string; address: string }[]; conditions?: Condition[] }
>;
