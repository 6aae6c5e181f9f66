import type { StepCase } from '../step-cases.ts';

export const commandCases: StepCase[] = [
  {
    name: 'a program outside the cluster with its kubeconfig and the namespace',
    steps: `
  - command:
      command: [node, -e, 'console.log(require("fs").readFileSync(process.env.KUBECONFIG, "utf8").includes(process.env.NAMESPACE), Object.keys(process.env).filter((each) => each.startsWith("PLUMBLINE")).length)']
      stdout: { equals: 'true 0' }
  - command: { command: [sh, -c, 'read line; echo "$line $OWN"; exit 4'], stdin: 'a b', env: { OWN: '\${namespace}' }, exit: 4, stdout: { equals: 'a b \${namespace}' } }
  - command: { command: [sh, -c, 'exit 4'] }
  - command: { command: [echo, '$NAMESPACE'], stdout: { equals: '\${namespace}' } }
  - command: { command: [plumbline-no-such-program], exit: nonzero }`,
    results: [
      'passed',
      'passed',
      ['failed exit-mismatch', /exit code 4 instead of 0/],
      ['failed output-mismatch', /\$NAMESPACE/],
      ['error tool-missing', /no program plumbline-no-such-program/],
    ],
  },
];
