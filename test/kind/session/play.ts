import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubectl, type Said } from './kubectl.ts';
import { type Facts, normalised } from './normalise.ts';
import { type Step, step } from './step.ts';

export interface Played {
  step: Step;
  said: Said;
}

/** Runs the session on one cluster and records the answers, without values that differ between clusters. */
export const play = async (steps: readonly Step[], kubeconfig: string): Promise<Played[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-session-'));
  try {
    const config = join(folder, 'kubeconfig');
    writeFileSync(config, kubeconfig, { mode: 0o600 });
    writeFileSync(join(folder, 'here'), 'a file from here\n');
    const kubectl = createKubectl(config);
    const ask = async (run: string): Promise<string> => (await kubectl.run(step(run), {})).stdout.trim();
    // Events of an earlier session would appear again.
    await ask('delete events --all');
    const nodes = (await ask('get nodes -o jsonpath={.items[*].metadata.name}')).split(' ');
    const facts: Facts = {
      nodes,
      server: await ask('config view --minify -o jsonpath={.clusters[0].cluster.server}'),
      folder,
    };
    // The same cluster for a user without credentials.
    const nobody = join(folder, 'nobody');
    const plain = JSON.parse(await ask('config view --raw --minify -o json'));
    writeFileSync(nobody, JSON.stringify({ ...plain, users: [{ ...plain.users[0], user: {} }] }));
    const captured: Record<string, string> = { folder, nobody, worker: nodes[1] ?? '' };
    const played: Played[] = [];
    for (const each of steps) {
      const said = await kubectl.run(each, captured);
      if (each.capture) captured[each.capture] = said.stdout.trim();
      else played.push({ step: each, said: normalised(said, facts, each) });
    }
    return played;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
