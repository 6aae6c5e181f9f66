/** https://github.com/distribution/reference/blob/main/regexp.go, without hosts in brackets. */
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '(?:(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)(?::[0-9]+)?|[A-Za-z0-9.-]+:[0-9]+)';
const imageName = new RegExp(
  `^(?:${host}/)?${part}(?:/${part})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);

/** Whether a text is a valid name of an image: lower case, with or without registry, tag and digest. */
export const isImageName = (name: string): boolean => name.length <= 512 && imageName.test(name);

/**
 * The full name of an image, as containerd uses it: with registry and tag.
 * kubia → docker.io/library/kubia:latest. https://github.com/distribution/reference/blob/main/normalize.go
 */
export const canonicalImageName = (name: string): string => {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const [registry, path] = hasRegistry
    ? [first.replace(/^index\.docker\.io$/, 'docker.io'), name.slice(slash + 1)]
    : ['docker.io', name];
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
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
