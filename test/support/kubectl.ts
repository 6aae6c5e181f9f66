import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** Does the same as `kubectl get --raw PATH`: a separate process that uses its kubeconfig and TLS. */
const standIn = `#!${process.execPath}
const { readFileSync } = require('node:fs');
const [command, , path] = process.argv.slice(2);
if (command === 'get') {
  const config = readFileSync(process.env.KUBECONFIG, 'utf8');
  const valueOf = (key) => new RegExp(key + ': *"?([^"\\\\s]+)').exec(config)[1];
  const ca = Buffer.from(valueOf('certificate-authority-data'), 'base64');
  const headers = { authorization: 'Bearer ' + valueOf('token') };
  require('node:https').get(valueOf('server') + path, { ca, headers }, (answer) => answer.pipe(process.stdout));
}
`;

const path = process.env['PATH'] ?? '';

/** Whether this machine has kubectl. */
export const hasKubectl = path.split(delimiter).some((folder) => existsSync(join(folder, 'kubectl')));

/** The name of the program, for the titles of tests. */
export const kubectlName = hasKubectl
  ? 'the kubectl of this machine'
  : 'a stand-in for kubectl, which this machine does not have';

/** Writes the stand-in into a folder. Returns a PATH with that folder at its end, and one with it at its beginning. */
export const standInForKubectl = (folder: { write(name: string, text: string, mode?: number): string }) => {
  const bin = join(folder.write('bin/kubectl', standIn, 0o755), '..');
  return { behind: `${path}${delimiter}${bin}`, inFront: `${bin}${delimiter}${path}` };
};
