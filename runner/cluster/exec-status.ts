import { isObject, type JsonObject } from '../core/json.ts';
import type { ExecResult } from './cluster.ts';
import { parseJson } from './status.ts';

type Ending = Pick<ExecResult, 'status' | 'failure'>;

/** Failures for which a shell exits with 127 and 126 (POSIX, XCU 2.8.2). */
const notFound = /executable file not found|no such file or directory/i;
const notExecutable = /permission denied|exec format error|is a directory/i;

const exitCodeOf = (status: JsonObject): number | undefined => {
  const causes = isObject(status['details']) ? status['details']['causes'] : undefined;
  const cause = (Array.isArray(causes) ? causes : []).filter(isObject).find((each) => each['reason'] === 'ExitCode');
  const code = Number(cause?.['message']);
  return cause && Number.isInteger(code) && code >= 0 ? code : undefined;
};

/**
 * Reads the Status that ends an exec (channel 3): Success, a NonZeroExitCode with the code among its causes, or the message
 * of a runtime that could not start the command. If the frame cannot be read, the result of the command is unknown.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/util/remotecommand
 */
export const readExecStatus = (frame: string): Ending => {
  const status = parseJson(frame);
  if (!isObject(status)) return { status: undefined };
  if (status['status'] === 'Success') return { status: 0 };
  if (status['reason'] === 'NonZeroExitCode') return { status: exitCodeOf(status) };
  const failure = typeof status['message'] === 'string' ? status['message'] : 'The command failed without a message.';
  if (notFound.test(failure)) return { status: 127, failure };
  return { status: notExecutable.test(failure) ? 126 : undefined, failure };
};
