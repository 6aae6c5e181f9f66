import { debianTools } from '../../shell/toolsets.ts';
import { defineImage, type Program, withArgs } from '../image.ts';
import { agnhostTool } from './connect.ts';
import { netexec } from './netexec.ts';
import { liveness, pauseProgram, porter, serveHostname, testWebserver } from './serve.ts';

const subcommands: Readonly<Record<string, Program>> = {
  netexec,
  'serve-hostname': serveHostname,
  pause: pauseProgram,
  porter,
  'test-webserver': testWebserver,
  liveness,
};

const dispatch: Program = (self) => {
  const [command = 'pause', ...args] = self.args;
  const program = Object.hasOwn(subcommands, command) ? subcommands[command] : undefined;
  if (program) return program(withArgs(self, args));
  // Commands that end by themselves print their result into the log.
  const { signal } = new AbortController();
  self.shell.run(['/agnhost', ...self.args], { signal }).then(
    ({ stdout, stderr, exitCode }) => {
      for (const line of (stdout + stderr).split('\n').filter(Boolean)) self.log(line);
      self.exit(exitCode);
    },
    () => self.exit(1),
  );
  return undefined;
};

/** The program of Kubernetes' end-to-end tests with the subcommands that Services are tested with. */
export const agnhost = defineImage({
  names: ['registry.k8s.io/e2e-test-images/agnhost', 'k8s.gcr.io/e2e-test-images/agnhost'],
  summary: 'netexec, serve-hostname, porter, connect, pause, test-webserver and liveness.',
  tools: [...debianTools, agnhostTool],
  libc: 'glibc',
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  programs: { '/agnhost': dispatch, agnhost: dispatch },
});
