import type { Toleration } from '../objects/pods.ts';

export interface Taint {
  key: string;
  value?: string;
  effect: string;
}

/** Whether one of the tolerations covers a taint. PreferNoSchedule keeps nobody out. */
export const tolerates = (tolerations: readonly Toleration[], taint: Taint): boolean =>
  taint.effect === 'PreferNoSchedule' ||
  tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (!effect || effect === taint.effect) &&
      (operator === 'Exists' ? !key || key === taint.key : key === taint.key && value === (taint.value ?? '')),
  );
