import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The file that a project may keep beside its scenarios. */
export const configName = 'plumbline.yaml';

/** Its path in this folder; undefined when there is none, so that what reads it need not be loaded. */
export const findConfig = (cwd: string): string | undefined => {
  const path = join(cwd, configName);
  return existsSync(path) ? path : undefined;
};
