import type { JsonObject } from '../../core/json.ts';
import type { Typed } from './metadata.ts';

export type Namespace = Typed<JsonObject & { finalizers?: string[] }, JsonObject & { phase: string }>;
