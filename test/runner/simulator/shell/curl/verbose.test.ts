import assert from 'node:assert/strict';
import { progressMeter } from '../../../../../runner/simulator/shell/curl/verbose.ts';
import { shellSetting } from '../../support/shell.ts';

describe('curl --verbose', () => {
  it('shows what was sent and what came', async () => {
    const { stderr } = await shellSetting().exec(['curl', '-sv', 'http://kubia/x']);
    assert.match(
      stderr,
      /^\* {3}Trying 10\.96\.10\.10:80\.\.\.\n\* Connected to kubia \(10\.96\.10\.10\) port 80 \(#0\)\n> GET \/x HTTP\/1\.1\r\n> Host: kubia\r\n/,
    );
    assert.match(stderr, /< HTTP\/1\.1 200 OK\r\n[\s\S]*\* Connection #0 to host kubia left intact\n$/);
  });

  it('tells of a kept connection, and of one that failed', async () => {
    const { stderr } = await shellSetting().exec(['curl', '-sv', 'http://kubia', 'http://kubia', 'http://empty']);
    assert.match(stderr, /\* Re-using existing connection with host 10\.96\.10\.10\n/);
    assert.match(
      stderr,
      /\* Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n\* Closing connection 0\n/,
    );
  });

  it('the meter counts the bytes', () => {
    assert.match(progressMeter(23), /\r100 {4}23 {2}100 {4}23 /);
    assert.match(progressMeter(0), /\r {2}0 {5}0 /);
  });
});
