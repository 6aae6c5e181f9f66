import { exitCodes } from '../core/exit-code.ts';
import type { Io } from '../core/io.ts';
import { defineCommand } from '../options/command.ts';
import type { Health } from '../standing/cluster-health.ts';
import type { StandingCluster } from '../standing/standing-cluster.ts';

/** Shows the clusters that `up` started here, in their present state. */
export const status = defineCommand({
  name: 'status',
  summary: 'show the clusters that `up` started, and whether they answer',
  notes: 'Examples:\n  plumbline status\n  plumbline status --json | jq -r .[].kubeconfig',
  options: { json: { type: 'boolean', summary: 'print JSON: name, provider, state, version, nodes, kubeconfig' } },
  async run(_words, { json }, io) {
    const { listClusters } = await import('../standing/standing-cluster.ts');
    const rows = await Promise.all(listClusters(io.cwd).map((name) => describe(name, io)));
    if (json) io.out(`${JSON.stringify(rows, undefined, 2)}\n`);
    else io.out(rows.length > 0 ? tableOf(rows) : 'No cluster is running here. Start one: plumbline up\n');
    return exitCodes.passed;
  },
});

type Row = { name: string; state: Health['state'] | 'damaged'; why?: string; kubeconfig: string } & Partial<
  Pick<Health, 'version' | 'nodes'> & Pick<StandingCluster, 'provider' | 'since' | 'pid' | 'runId'>
>;

const describe = async (name: string, io: Io): Promise<Row> => {
  const [{ filesOf, readCluster }, { checkHealth }] = await Promise.all([
    import('../standing/standing-cluster.ts'),
    import('../standing/cluster-health.ts'),
  ]);
  const { kubeconfig, state: file } = filesOf(io.cwd, name);
  const cluster = readCluster(io.cwd, name);
  if (cluster === undefined || cluster === 'damaged')
    return { name, state: 'damaged', why: `${file} cannot be read`, kubeconfig };
  const { provider, since, pid, runId, fingerprint, inProcess } = cluster;
  const {
    state,
    why,
    version = fingerprint?.kubernetesVersion,
    nodes = fingerprint?.nodes,
  } = await checkHealth(cluster, io);
  return {
    name,
    provider,
    state,
    ...(why !== undefined && { why }),
    ...(version !== undefined && { version }),
    ...(nodes !== undefined && { nodes }),
    since,
    ...(inProcess && { pid }),
    runId,
    kubeconfig,
  };
};

const headings = ['NAME', 'PROVIDER', 'VERSION', 'NODES', 'STATE', 'KUBECONFIG'];

const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map(({ name, provider = '?', version = '?', nodes = '?', state, kubeconfig }) => [
    name,
    provider,
    version,
    String(nodes),
    state,
    kubeconfig,
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [headings, ...cells].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap(({ name, state, why }) => {
    if (why === undefined) return [];
    return [`${name}: ${why}.${state === 'starting' ? '' : ` Remove it: plumbline down ${name}`}`];
  });
  return `${[...lines, ...notes].join('\n')}\n`;
};
