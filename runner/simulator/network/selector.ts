import { type JsonObject, objectsAt, textAt, textMapAt, textsAt } from '../../core/json.ts';

/** Whether labels fit a LabelSelector (matchLabels and matchExpressions, all of them). An empty selector fits everything. */
export const selects = (selector: JsonObject, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(textMapAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value) &&
  objectsAt(selector, 'matchExpressions').every((each) => fits(each, labels));

const fits = (expression: JsonObject, labels: Readonly<Record<string, string>>): boolean => {
  const value = labels[textAt(expression, 'key') ?? ''];
  const values = textsAt(expression, 'values');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
};
