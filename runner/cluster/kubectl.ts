import { messageOf } from './kind/engine/engine.ts';

const answerMs = 10_000;

const ask = async (): Promise<string | undefined> => {
  const { execa } = await import('execa');
  try {
    await execa('kubectl', ['version', '--client'], { timeout: answerMs, stdin: 'ignore' });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT'
      ? 'The program kubectl is needed, and it is not on the PATH.'
      : `The program kubectl is needed, and it does not work: ${messageOf(error).split('\n')[0]}`;
  }
};

let asked: Promise<string | undefined> | undefined;

/** A sentence if the program kubectl cannot run here; undefined if it can, which is checked once. */
export const findKubectlFault = async (): Promise<string | undefined> => {
  asked ??= ask();
  const fault = await asked;
  if (fault !== undefined) asked = undefined;
  return fault;
};
