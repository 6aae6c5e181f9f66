import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Destination, openDestination } from '../../../runner/output/destination.ts';

describe('destination', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'destination-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const open = (name: string): Destination => {
    const opened = openDestination(join(dir, name), name, 'r1');
    assert.ok(!('code' in opened), JSON.stringify(opened));
    return opened;
  };
  const refusal = (name: string): string => {
    const opened = openDestination(join(dir, name), name, 'r1');
    assert.ok('code' in opened && opened.code === 'report-unwritable');
    return opened.message;
  };

  it('replaces a file as a whole and leaves no draft', () => {
    const destination = open('r.xml');
    assert.deepEqual(readdirSync(dir), [], 'nothing is there before the first text');
    destination.replace('one');
    destination.replace('two');
    assert.deepEqual(readdirSync(dir), ['r.xml']);
    assert.equal(readFileSync(join(dir, 'r.xml'), 'utf8'), 'two');
  });

  it('empties the file before it appends', () => {
    writeFileSync(join(dir, 'log.txt'), 'of an earlier run');
    const destination = open('log.txt');
    destination.append('a');
    destination.append('b');
    destination.close();
    destination.close();
    assert.equal(readFileSync(join(dir, 'log.txt'), 'utf8'), 'ab');
  });

  it('names the path that cannot be written, and the cause', () => {
    mkdirSync(join(dir, 'folder'));
    writeFileSync(join(dir, 'file'), '');
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling'));
    assert.match(refusal('missing/r.xml'), /missing\/r\.xml cannot be written: the folder does not exist/);
    assert.match(refusal('folder'), /it is a folder/);
    assert.match(refusal('file/r.xml'), /a part of its path is not a folder/);
    assert.match(refusal('dangling'), /it is a link to a file that does not exist/);
    assert.match(refusal(`${'x'.repeat(300)}.xml`), /its name is too long/);
  });

  it('keeps a link and replaces its target', () => {
    writeFileSync(join(dir, 'real.xml'), 'old');
    symlinkSync('real.xml', join(dir, 'link.xml'));
    open('link.xml').replace('new');
    assert.equal(readlinkSync(join(dir, 'link.xml')), 'real.xml');
    assert.equal(readFileSync(join(dir, 'real.xml'), 'utf8'), 'new');
  });

  it('never replaces a device', () => {
    const opened = openDestination('/dev/null', '/dev/null', 'r1');
    assert.ok(!('code' in opened));
    assert.equal(opened.replaceable, false);
    opened.replace('gone');
  });

  it('keeps the old text if the new one cannot be written', () => {
    const destination = open('r.xml');
    destination.replace('old');
    rmSync(join(dir, 'r.xml'));
    mkdirSync(join(dir, 'r.xml'));
    assert.throws(() => destination.replace('new'));
    assert.deepEqual(readdirSync(dir), ['r.xml']);
  });
});
