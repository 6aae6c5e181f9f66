import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds as served } from '../../runner/simulator/api/kinds/index.ts';
import { release } from '../../runner/simulator/release.ts';
import { readEnums, withEnums } from './enums.ts';
import { reduce, unionOf } from './openapi.ts';
import { type Messages, protobufTables, readProto } from './protobuf.ts';
import { builtInResources } from './resources.ts';

/** The Go modules of the release whose API the embedded cluster speaks. */
const modules = {
  openapi: `k8s.io/kubernetes@${release.gitVersion}`,
  api: `k8s.io/api@${release.libraryVersion}`,
  meta: `k8s.io/apimachinery@${release.libraryVersion}`,
};

/** Kinds that are not resources: bodies of subresources and reviews, and those that every request may have. */
const others = [
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview' },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview' },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview' },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'LocalSubjectAccessReview' },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview' },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview' },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
  { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  { group: 'policy', version: 'v1', kind: 'Eviction' },
  { group: '', version: 'v1', kind: 'DeleteOptions' },
  { group: '', version: 'v1', kind: 'Status' },
];

export const kinds = [...served.map(({ resource }) => resource), ...others];

/** Folders of the sources of Kubernetes. */
export interface Sources {
  openapi: string;
  api: string;
  meta: string;
}

/** The files of `runner/simulator/api/schema/`: name → text. */
export const generate = ({ openapi, api, meta }: Sources): Record<string, string> => {
  const read = (folder: string, pattern: string): string[] =>
    globSync(pattern, { cwd: folder })
      .toSorted()
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  const documents = read(openapi, 'api/openapi-spec/v3/*.json').map((text) => JSON.parse(text));
  const enums = readEnums(read(openapi, 'pkg/generated/openapi/zz_generated.openapi.go').join(''));
  const definitions = withEnums(reduce(unionOf(documents), kinds), enums);
  const messages: Messages = new Map(
    [...read(api, '**/generated.proto'), ...read(meta, '**/generated.proto')].flatMap((text) => [...readProto(text)]),
  );
  const discovery = (name: string): unknown => JSON.parse(read(openapi, `api/discovery/${name}`).join(''));
  return {
    'kubernetes.json': JSON.stringify(definitions),
    'protobuf.json': JSON.stringify(protobufTables(definitions, messages)),
    'resources.json': JSON.stringify(builtInResources(discovery('api__v1.json'), discovery('aggregated_v2.json'))),
  };
};

/** The folders in which Go keeps the sources of these versions; undefined if `offline` and Go does not have them. */
export const findSources = ({ offline }: { offline: boolean }): Sources | undefined => {
  // A folder outside any module, so that no go.mod has an effect.
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-schema-'));
  try {
    const env = { ...process.env, GOFLAGS: '-mod=mod', ...(offline && { GOPROXY: 'off' }) };
    const words = ['mod', 'download', '-json', ...Object.values(modules)];
    const text = execFileSync('go', words, {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', offline ? 'ignore' : 'inherit'],
    });
    const found: { Path: string; Dir: string }[] = JSON.parse(`[${text.replaceAll(/\}\s*\{/g, '},{')}]`);
    const folderOf = (module: string): string => found.find(({ Path }) => module.startsWith(`${Path}@`))?.Dir ?? '';
    return { openapi: folderOf(modules.openapi), api: folderOf(modules.api), meta: folderOf(modules.meta) };
  } catch (cause) {
    if (offline) return undefined;
    throw cause;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const sources = findSources({ offline: false });
  if (sources)
    for (const [name, text] of Object.entries(generate(sources)))
      writeFileSync(new URL(`../../runner/simulator/api/schema/${name}`, import.meta.url), text);
}
