import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../../core/json.ts';

/** The parts of a request that the API reads. A message of `node:http` is one, and so is a request from within the process. */
export interface ApiRequest extends AsyncIterable<Buffer> {
  readonly method?: string | undefined;
  /** Path and query. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** The target of a stream. A response of `node:http` is one. */
export interface ApiResponse {
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
  flushHeaders(): void;
  write(text: string): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: 'close', listener: () => void): unknown;
  /** Bytes that the reader has not taken yet. */
  readonly writableLength: number;
  readonly destroyed: boolean;
}

/** The answer to a request that does not stream. */
export interface Answer {
  status: number;
  body: JsonObject | string;
  warnings?: readonly string[];
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

export const json = (body: JsonObject, status = 200, warnings: readonly string[] = []): Answer => ({
  status,
  body,
  warnings,
});
