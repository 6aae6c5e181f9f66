import type { ExecResult, Vantage } from '../../cluster/cluster.ts';
import { list, object, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { reproduceLine } from '../../probe/reproduce.ts';
import { Unobservable } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep } from '../step.ts';
import { type CommandExpectation, commandFields, judgeCommand } from './support/command-expectation.ts';

export interface ExecSpec extends CommandExpectation {
  from: string;
  command: string[];
}

/** Runs a command at a vantage point. */
export const exec = defineStep<ExecSpec>({
  key: 'exec',
  group: 'act',
  summary: 'A command in a pod or on a node ends as expected.',
  description: `
Runs a program with arguments, like \`kubectl exec POD -- …\`. No shell interprets the arguments, so \`*\`, \`|\` and \`$X\` are
plain text unless the program is a shell. If the command ends without an exit code, the step is an error, never passed.
The command runs once; with \`within\` it is run again until it ends as expected.
`.trim(),
  shape: object(
    {
      from: fromShape('probe'),
      command: list(string('A word.', { minLength: 0 }), 'The program and its arguments, one item each.'),
      ...commandFields,
    },
    'A command, where it runs, and how it ends.',
  ),
  example: `
from: pod/app=kubia
command: [curl, -s, http://kubia]
stdout: { contains: "You've hit kubia-" }
`.trim(),
  within: 0,
  describe: ({ from, command }) => `${commandLine(command)} in ${from}`,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const result = await context.cluster.exec(vantage, { command: spec.command, signal: context.signal });
    const line = commandLine(spec.command);
    assertStarted(line, spec, result, vantage);
    return judgeCommand(line, spec, result, reproduceLine(vantage, spec.command));
  },
});

/** A program that could not be started shows nothing, unless the step expects the exit code of that failure. */
const assertStarted = (
  line: string,
  { exit, from }: ExecSpec,
  { status, failure }: ExecResult,
  vantage: Vantage,
): void => {
  if (failure === undefined || (status !== undefined && status === exit)) return;
  const where = vantage.place === 'pod' ? `pod ${vantage.pod}` : from;
  throw new Unobservable(
    'exec-failed',
    `${line} could not be started in ${where}: ${failure.slice(0, 500)}`,
    'Check that the image has this program.',
  );
};
