import assert from 'node:assert/strict';
import { outcomeOf } from '../../../../runner/probe/http/outcome.ts';

describe('outcomeOf', () => {
  // curl's exit code, whether a connection was established, and curl's message.
  for (const [exit, connected, error, outcome] of [
    [0, true, '', 'answered'],
    [6, false, 'curl: (6) Could not resolve host: nope', 'unresolvable'],
    [7, false, "curl: (7) Failed to connect to X port 81 after 0 ms: Couldn't connect to server", 'refused'],
    [28, false, 'curl: (28) Failed to connect to X port 80 after 2004 ms: Timeout was reached', 'dropped'],
    [28, false, 'curl: (28) Resolving timed out after 2000 milliseconds', 'unresolvable'],
    [28, true, 'curl: (28) Operation timed out after 5000 milliseconds with 0 bytes received', 'hung'],
    [35, true, 'curl: (35) wrong version number', 'tls'],
    [60, true, 'curl: (60) SSL certificate problem', 'tls'],
    [52, true, 'curl: (52) Empty reply from server', 'empty'],
    [56, true, 'curl: (56) Recv failure: Connection reset by peer', 'reset'],
    [1, true, 'curl: (1) Received HTTP/0.9 when not allowed', 'garbled'],
    [18, true, 'curl: (18) transfer closed with 95 bytes remaining to read', 'garbled'],
    [1, false, 'curl: (1) Protocol "ftp" not supported', 'other'],
    [3, false, 'curl: (3) URL using bad/illegal format', 'other'],
    [127, false, '', 'other'],
  ] as const)
    it(`${exit} ${error.slice(0, 50)} is ${outcome}`, () => assert.equal(outcomeOf(exit, connected, error), outcome));
});
