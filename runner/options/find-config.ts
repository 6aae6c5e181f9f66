import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The settings file that a project may keep beside its scenarios. */
export const configName = 'plumbline.yaml';

/** The path of the file in a folder; undefined if there is none: then its reader need not be loaded. */
export const findConfig = (cwd: string): string | undefined => {
  const path = join(cwd, configName);
  return existsSync(path) ? path : undefined;
};
