import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../cluster/owner.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { isObject, type JsonValue } from '../core/json.ts';
import type { Fingerprint } from '../core/result.ts';

/** The file of a cluster that stays: `.plumbline/clusters/<name>/cluster.json`. */
export interface StandingCluster {
  version: 1;
  name: string;
  runId: string;
  provider: string;
  /** `starting` is written before anything starts, so that the leftovers of a killed start can be found. */
  state: 'starting' | 'ready';
  /** ISO 8601. */
  since: string;
  /** The process in which the cluster runs, or which started it. */
  pid: number;
  owner: Owner;
  /** True if the cluster ends with that process. */
  inProcess: boolean;
  /** Settings that the fingerprint does not show; absent: the provider's defaults. */
  asked?: { nodeImage?: string; probeImage?: string; ingress?: true };
  fingerprint?: Fingerprint;
}

/** The paths of a cluster's files. The kubeconfig contains a secret and has mode 0600. */
export interface ClusterFiles {
  folder: string;
  state: string;
  kubeconfig: string;
  log: string;
}

/** A label of RFC 1123, as Kubernetes uses for names: the name is also that of a folder. */
const namePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Returns a valid name; throws a DiagnosticError for any other. */
export const checkName = (name: string): string => {
  if (namePattern.test(name)) return name;
  throw new DiagnosticError({
    code: 'option-invalid',
    message: `${JSON.stringify(name.slice(0, 80))} is not a valid name of a cluster.`,
    hint: 'Use at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
  });
};

const folderOf = (cwd: string): string => join(cwd, '.plumbline', 'clusters');

/** `name` must have passed `checkName`. */
export const filesOf = (cwd: string, name: string): ClusterFiles => {
  const folder = join(folderOf(cwd), name);
  return {
    folder,
    state: join(folder, 'cluster.json'),
    kubeconfig: join(folder, 'kubeconfig'),
    log: join(folder, 'log'),
  };
};

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const isStandingCluster = (value: JsonValue): boolean =>
  isObject(value) &&
  value['version'] === 1 &&
  ['name', 'runId', 'provider', 'since'].every((key) => typeof value[key] === 'string') &&
  (value['state'] === 'starting' || value['state'] === 'ready') &&
  typeof value['pid'] === 'number' &&
  typeof value['inProcess'] === 'boolean' &&
  isObject(value['owner']) &&
  ['scope', 'bootId', 'pid', 'startTime'].every((key) => typeof (value['owner'] as never)[key] === 'string');

/** Undefined: there is no such cluster. `damaged`: its file exists and cannot be understood. */
export const readCluster = (cwd: string, name: string): StandingCluster | 'damaged' | undefined => {
  const text = readIfThere(filesOf(cwd, name).state);
  if (text === undefined) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return isStandingCluster(value) ? (value as unknown as StandingCluster) : 'damaged';
  } catch {
    return 'damaged';
  }
};

/** Names of the clusters that have a file, sorted. */
export const listClusters = (cwd: string): string[] => {
  try {
    return readdirSync(folderOf(cwd))
      .filter((name) => namePattern.test(name) && readIfThere(filesOf(cwd, name).state) !== undefined)
      .sort();
  } catch {
    return [];
  }
};

const textOf = (cluster: StandingCluster): string => `${JSON.stringify(cluster, undefined, 2)}\n`;

/** Takes the name for this cluster. False if another has it, also if both ask at the same moment. */
export const claimName = (cwd: string, cluster: StandingCluster): boolean => {
  const { folder, state } = filesOf(cwd, cluster.name);
  try {
    mkdirSync(folder, { recursive: true });
    // The folder contains secrets, which must not be committed to a repository.
    writeFileSync(join(folderOf(cwd), '.gitignore'), '*\n');
    writeFileSync(state, textOf(cluster), { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new DiagnosticError({
      code: 'cluster-boot-failed',
      message: `The cluster's files cannot be written: ${(cause as Error).message}`,
    });
  }
};

/** Replaces a whole file at once: a reader sees the old text or the new one. */
const replace = (path: string, text: string, mode: number): void => {
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
};

/** Writes the files of a cluster, the kubeconfig first. */
export const recordCluster = (cwd: string, cluster: StandingCluster, kubeconfig?: string): void => {
  const files = filesOf(cwd, cluster.name);
  if (kubeconfig !== undefined) replace(files.kubeconfig, kubeconfig, 0o600);
  replace(files.state, textOf(cluster), 0o644);
};

/** The text of the kubeconfig; undefined if there is none. */
export const readKubeconfigText = (cwd: string, name: string): string | undefined =>
  readIfThere(filesOf(cwd, name).kubeconfig);

/** True while the name belongs to this run. */
export const isStanding = (cwd: string, { name, runId }: Pick<StandingCluster, 'name' | 'runId'>): boolean => {
  const found = readCluster(cwd, name);
  return found === 'damaged' || found?.runId === runId;
};

/** Releases the name and removes the cluster's files, if the name still belongs to this run. */
export const releaseName = (cwd: string, cluster: Pick<StandingCluster, 'name' | 'runId'>): void => {
  if (!isStanding(cwd, cluster)) return;
  const { folder, kubeconfig, state, log } = filesOf(cwd, cluster.name);
  for (const path of [kubeconfig, log, state]) rmSync(path, { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // The folder contains other files.
  }
};
