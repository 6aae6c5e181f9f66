import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileWithin } from '../../../runner/scenario/read-file.ts';

const refusedAs = (code: string) => (cause: unknown) =>
  (cause as { diagnostics?: { code: string }[] }).diagnostics?.[0]?.code === code;

describe('readFileWithin', () => {
  let folder = '';
  let root = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-read-'));
    root = join(folder, 'root');
    await mkdir(join(root, 'deep'), { recursive: true });
    await writeFile(join(root, 'a.yaml'), 'é');
    await writeFile(join(folder, 'secret.yaml'), 'secret');
  });
  after(() => rm(folder, { recursive: true }));

  it('reads text', async () => assert.equal(await readFileWithin(join(root, 'a.yaml'), root), 'é'));

  it('follows a link inside the root', async () => {
    await symlink('../a.yaml', join(root, 'deep/link.yaml'));
    assert.equal(await readFileWithin(join(root, 'deep/link.yaml'), root), 'é');
  });

  it('accepts a root that is a link', async () => {
    await symlink(root, join(folder, 'alias'));
    assert.equal(await readFileWithin(join(folder, 'alias/a.yaml'), join(folder, 'alias')), 'é');
  });

  it('refuses links that lead outside the root: of a file and of a folder above it', async () => {
    await symlink('../secret.yaml', join(root, 'out.yaml'));
    await symlink('..', join(root, 'up'));
    await assert.rejects(readFileWithin(join(root, 'out.yaml'), root), refusedAs('path-outside'));
    await assert.rejects(readFileWithin(join(root, 'up/secret.yaml'), root), refusedAs('path-outside'));
  });

  it('refuses large files without reading them', async () => {
    await writeFile(join(root, 'large.yaml'), '');
    await truncate(join(root, 'large.yaml'), 1024 * 1024 + 1);
    await assert.rejects(readFileWithin(join(root, 'large.yaml'), root), refusedAs('file-too-large'));
  });

  it('refuses a file that is not regular, and does not wait for a pipe', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    await assert.rejects(readFileWithin(join(root, 'pipe.yaml'), root), /it is not a regular file/);
    await assert.rejects(readFileWithin(join(root, 'deep'), root), /EISDIR|not a regular file/);
    await assert.rejects(readFileWithin(join(root, 'none.yaml'), root), { code: 'ENOENT' });
  });
});
