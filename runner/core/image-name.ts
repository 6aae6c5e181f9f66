/**
 * The grammar of the names of images: https://github.com/distribution/reference/blob/main/regexp.go. The kubelet and the
 * container runtime read them with it.
 */
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const tag = '\\w[\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(`^(?:(${host})/)?(${part}(?:/${part})*)(?::${tag})?(?:@(${digest}))?$`);

/** The most characters of a repository, without its registry. */
const longestRepository = 255;
/** A name with a registry, a tag and a digest is shorter than this; the grammar takes long to refuse a longer one. */
const longestName = 1000;

/** A registry and the rest of a name. A first part in upper case can only be a registry. */
const splitRegistry = (name: string): [registry: string, rest: string] => {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const [registry, rest] = isRegistry ? [first, name.slice(slash + 1)] : ['docker.io', name];
  const isHub = registry === 'docker.io' || registry === 'index.docker.io';
  return isHub ? ['docker.io', rest.includes('/') ? rest : `library/${rest}`] : [registry, rest];
};

/** Hexadecimal digits of a digest. */
const digestLengths: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };

/** https://github.com/opencontainers/go-digest/blob/master/digest.go */
const digestFault = (text: string): string | undefined => {
  const [algorithm = '', encoded = ''] = text.split(':');
  const length = digestLengths[algorithm];
  if (length === undefined) return 'unsupported digest algorithm';
  if (encoded.length !== length) return 'invalid checksum digest length';
  return /^[0-9a-f]+$/.test(encoded) ? undefined : 'invalid checksum digest format';
};

/** Why no registry can have an image of this name, in the words of the container runtime. Undefined if one can. */
export const imageNameFault = (name: string): string | undefined => {
  if (/^[a-f0-9]{64}$/.test(name))
    return `invalid repository name (${name}), cannot specify 64-byte hexadecimal strings`;
  const [registry, rest] = splitRegistry(name);
  const repository = rest.split(':', 1).join();
  if (repository.toLowerCase() !== repository)
    return `invalid reference format: repository name (${repository}) must be lowercase`;
  if (name.length > longestName) return 'invalid reference format';
  const [matched, , path = '', written] = reference.exec(`${registry}/${rest}`) ?? [];
  if (matched === undefined) return 'invalid reference format';
  if (path.length > longestRepository) return `repository name must not be more than ${longestRepository} characters`;
  return written === undefined ? undefined : digestFault(written);
};

/** Whether a text names an image, with or without registry, tag and digest. A registry has a dot, a port or is localhost. */
export const isImageName = (name: string): boolean =>
  imageNameFault(name) === undefined && !/^[^/.:]*[A-Z][^/.:]*\//.test(name);

/**
 * The full name of an image, as containerd uses it: with registry and tag.
 * kubia → docker.io/library/kubia:latest. https://github.com/distribution/reference/blob/main/normalize.go
 */
export const canonicalImageName = (name: string): string => {
  const [registry, repository] = splitRegistry(name);
  const tagged = /[:@]/.test(repository) ? repository : `${repository}:latest`;
  return `${registry}/${tagged}`;
};

const suffix = /(?::[^:/@]*)?(?:@.*)?$/;

/** True if a name has a tag or a digest. */
export const hasTag = (name: string): boolean => /[:@]/.test(name.slice(name.lastIndexOf('/') + 1));

/** `docker.io/library/nginx:1.27` → `nginx`: the shortest name without tag and digest. */
export const repositoryOf = (name: string): string =>
  canonicalImageName(name)
    .replace(suffix, '')
    .replace(/^docker\.io\/(library\/(?=[^/]*$))?/, '');
