import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '../../runner/core/json.ts';

export interface RecordedAnswer {
  answer: JsonValue;
  /** Why this answer is not recorded again with its topic. */
  locked?: string;
}

/** The answers of a real cluster. */
export interface Recording {
  recordedOn: { provider: string; kubernetesVersion: string; proxyMode: string; nodes: number };
  rows: Record<string, RecordedAnswer>;
}

const fileOf = (topic: string): string => join(import.meta.dirname, 'recorded', `${topic}.json`);

export const readRecording = (topic: string): Recording | undefined =>
  existsSync(fileOf(topic)) ? JSON.parse(readFileSync(fileOf(topic), 'utf8')) : undefined;

export const writeRecording = (topic: string, recording: Recording): void => {
  mkdirSync(join(import.meta.dirname, 'recorded'), { recursive: true });
  writeFileSync(fileOf(topic), `${JSON.stringify(recording, undefined, 1)}\n`);
};
