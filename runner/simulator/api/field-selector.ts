import { valueAt } from '../../core/json.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { ApiKind, SelectableField } from './kinds/api-kind.ts';
import { badRequest } from './status.ts';

/** Every kind can be selected by these. */
const common: readonly SelectableField[] = ['metadata.name', 'metadata.namespace'];

/** Any value as the text that a selector compares; a missing one is empty. */
const comparedText = (object: Unstructured, path: string): string => String(valueAt(object, path.split('.')) ?? '');

const pathOf = (field: SelectableField): string => (typeof field === 'string' ? field : field.path);

const textOf = (field: SelectableField, object: Unstructured): string =>
  typeof field === 'string' ? comparedText(object, field) : field.text(object);

/** `metadata.name=x,status.phase!=Running`. Refuses fields that the kind cannot be selected by. */
export const parseFieldSelector = (
  { selectableFields = [] }: Pick<ApiKind, 'selectableFields'>,
  text: string | undefined,
): ((object: Unstructured) => boolean) => {
  if (!text) return () => true;
  const terms = text.split(/(?<!\\),/).flatMap((term) => {
    if (term === '') return [];
    const match = /^(.*?)(!=|==|=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, path = '', operator, value = ''] = match;
    const field = [...common, ...selectableFields].find((each) => pathOf(each) === path);
    if (!field) throw badRequest(`field label not supported: ${path}`);
    return [{ field, isNegative: operator === '!=', value: value.replaceAll(/\\(.)/g, '$1') }];
  });
  return (object) => terms.every(({ field, isNegative, value }) => (textOf(field, object) === value) !== isNegative);
};
