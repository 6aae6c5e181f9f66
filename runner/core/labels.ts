/** Labels and what selects them: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */

export type Labels = Record<string, string>;

/** One condition on labels. `Gt` and `Lt` are for nodes and for selectors in a URL; a LabelSelector has the other four. */
export interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values: readonly string[];
}

/** matchLabels and matchExpressions, as apps/v1 and NetworkPolicy write them; both must fit. */
export type LabelSelector = {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

type Given = Readonly<Labels> | undefined;

const integer = /^[-+]?\d+$/;

/** Whether labels meet a condition. An operator that does not exist is met by none. */
export const meets = (
  { key, operator, values = [] }: { key: string; operator: string; values?: readonly string[] },
  labels: Given,
): boolean => {
  const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && integer.test(value) && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && integer.test(value) && Number(value) < Number(values[0]);
    default:
      return false;
  }
};

/** Whether all pairs are among the labels. No pairs are among any, as a pod without nodeSelector fits each node. */
export const hasPairs = (pairs: Given, labels: Given): boolean => {
  for (const key in pairs)
    if (Object.hasOwn(pairs, key) && !(labels && Object.hasOwn(labels, key) && labels[key] === pairs[key]))
      return false;
  return true;
};

/** The selector of a Service or a ReplicationController: its pairs. None or an empty one selects nothing. */
export const selectsPairs = (selector: Given, labels: Given): boolean =>
  selector !== undefined && Object.keys(selector).length > 0 && hasPairs(selector, labels);

/** A LabelSelector. None selects nothing, an empty one everything. */
export const selects = (selector: LabelSelector | undefined, labels: Given): boolean =>
  selector !== undefined &&
  hasPairs(selector.matchLabels, labels) &&
  (selector.matchExpressions ?? []).every((each) => meets(each, labels));

export type Matcher = (labels: Given) => boolean;

/** A LabelSelector as a function of labels. */
export const matcherOf =
  (selector: LabelSelector | undefined): Matcher =>
  (labels) =>
    selects(selector, labels);

/** `app=kubia,tier=web`, as kubectl prints labels. */
export const labelsText = (labels: Readonly<Record<string, unknown>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');

/** `app=kubia,tier in (db,web),!legacy`: a LabelSelector as a URL carries it, and `status.selector` of a Scale. */
export const selectorText = (selector: LabelSelector | undefined): string => {
  const labels = labelsText(selector?.matchLabels ?? {});
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.toSorted().join(',')})`;
  });
  return [...(labels ? [labels] : []), ...expressions].join(',');
};
