import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for the tests of one `describe`, which is removed at its end. Call it inside `describe`. */
export const testFolder = (): { path: string; write(name: string, text: string, mode?: number): string } => {
  const path = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  after(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, text, mode) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
  };
};
