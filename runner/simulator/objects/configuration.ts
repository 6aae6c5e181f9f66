import type { Labels } from '../../core/labels.ts';
import type { Unstructured } from './metadata.ts';

export interface ConfigMap extends Unstructured {
  data?: Labels;
  binaryData?: Labels;
}
export interface Secret extends Unstructured {
  data?: Labels;
  type?: string;
}
