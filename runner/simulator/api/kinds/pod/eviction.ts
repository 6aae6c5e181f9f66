import type { JsonObject } from '../../../../core/json.ts';
import { isObject } from '../../../../core/json.ts';
import type { Pod } from '../../../objects/pods.ts';
import { success } from '../../status.ts';
import type { SubresourceCall } from '../api-kind.ts';

/** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export const evict = (_pod: Pod, { body, remove }: SubresourceCall): JsonObject => {
  const options = body['deleteOptions'];
  remove(isObject(options) ? options : {});
  return success;
};
