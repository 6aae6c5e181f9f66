import { ApiError } from './api-error.ts';

/**
 * A name as one segment of a path. Throws for the names that the API server refuses too, before they could lead to another
 * path (apimachinery, content.IsPathSegmentName; an empty name would turn a read of one object into a list).
 */
export const segment = (name: string, what: string): string => {
  if (name === '' || name === '.' || name === '..' || /[/%]/.test(name))
    throw new ApiError(400, 'BadRequest', `${JSON.stringify(name)} cannot be the name of a ${what}`);
  return encodeURIComponent(name.toWellFormed());
};

/** "v1" → /api/v1, "apps/v1" → /apis/apps/v1. Undefined if the text is not an apiVersion. */
export const groupVersionPath = (apiVersion: string): string | undefined => {
  if (!/^[a-z0-9.-]+(\/[a-z0-9-]+)?$/i.test(apiVersion) || /^\.+(\/|$)/.test(apiVersion)) return undefined;
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
};

/** A query string with its question mark; undefined parameters are left out. */
export const queryOf = (parameters: Record<string, string | number | undefined>): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) query.append(key, String(value));
  return query.size > 0 ? `?${query}` : '';
};

/** A path of a caller, with the characters escaped that HTTP does not allow. */
export const rawPath = (path: string): string =>
  path
    .toWellFormed()
    .replace(/^\/?/, '/')
    .replace(/[^\x21-\x7e]+/g, encodeURIComponent);
