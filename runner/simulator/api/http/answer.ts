import type { JsonObject } from '../../../core/json.ts';

/** What a request is answered with, unless it streams. */
export interface Answer {
  status: number;
  body: JsonObject | string;
  warnings?: readonly string[];
  contentType?: string;
}

export const json = (body: JsonObject, status = 200, warnings: readonly string[] = []): Answer => ({
  status,
  body,
  warnings,
});

export const success = (status = 201): Answer => ({
  status,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' },
});
