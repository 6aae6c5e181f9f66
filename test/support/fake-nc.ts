import type { ExecRequest, ExecResult, Vantage } from '../../runner/cluster/cluster.ts';

/** The result of one nc, and the seconds that it took. */
export interface FakeNetcat {
  status?: number;
  answer?: string;
  error?: string;
  seconds?: number;
}

/** Answers an exec of the script that runs nc once. */
export const fakeNetcat =
  (program: (words: string[], send: string) => FakeNetcat) =>
  (_vantage: Vantage, { command }: ExecRequest): Partial<ExecResult> => {
    const [, , script = '', , mark = '', send = '', ...words] = command;
    if (!script.includes('| nc "$@"')) throw new Error(`not the script of nc: ${script.slice(0, 60)}`);
    const { status = 0, answer = '', error = '', seconds = 0 } = program(words, send);
    return { status: 0, stdout: answer, stderr: `${error}\n${mark} ${status} ${seconds}\n` };
  };
