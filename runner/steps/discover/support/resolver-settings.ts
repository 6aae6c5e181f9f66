/** The settings in /etc/resolv.conf. */
export interface ResolverSettings {
  nameservers: string[];
  /** Domains that complete a name, in order. */
  search: string[];
  /** A name with fewer dots is completed with the search domains before it is tried unchanged. */
  ndots: number;
  /** The options as written, such as ndots:5. If an option occurs twice, the last one. */
  options: string[];
}

/** Parses /etc/resolv.conf. The last search line counts; ndots is 1 by default and at most 15 (resolv.conf(5)). */
export const readResolverSettings = (text: string): ResolverSettings => {
  const settings: ResolverSettings = { nameservers: [], search: [], ndots: 1, options: [] };
  for (const line of text.split('\n')) {
    const [word, ...rest] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/);
    if (word === 'nameserver' && rest[0]) settings.nameservers.push(rest[0]);
    if (word === 'search' || word === 'domain') settings.search = rest.map(withoutDot).filter((each) => each !== '');
    if (word !== 'options') continue;
    for (const option of rest) {
      settings.options = [...settings.options.filter((each) => nameOfOption(each) !== nameOfOption(option)), option];
      const ndots = /^ndots:(\d+)$/.exec(option)?.[1];
      if (ndots !== undefined) settings.ndots = Math.min(Number(ndots), 15);
    }
  }
  return settings;
};

/** ndots:5 → ndots */
const nameOfOption = (option: string): string => option.replace(/:.*$/, '');

/**
 * The absolute names that a resolver queries, in order, like glibc's res_search: a name with fewer dots than ndots is
 * completed first, and a name without any dot is never tried unchanged. With a final dot or without search there is
 * one.
 */
export const candidatesOf = (name: string, { search, ndots }: ResolverSettings, useSearch: boolean): string[] => {
  const asItIs = `${withoutDot(name)}.`;
  if (!useSearch || name.endsWith('.') || search.length === 0) return [asItIs];
  const dots = name.split('.').length - 1;
  const completed = search.map((domain) => `${name}.${domain}.`);
  if (dots >= ndots) return [asItIs, ...completed];
  return dots === 0 ? completed : [...completed, asItIs];
};

/** The cluster's domain, from the search list that the kubelet writes (`svc.DOMAIN`). Undefined outside of pods. */
export const clusterDomainOf = ({ search }: ResolverSettings): string | undefined =>
  search.find((each) => each.startsWith('svc.'))?.slice('svc.'.length);

/** Whether an absolute name, with its final dot, is in the cluster's domain. */
export const isInCluster = (name: string, settings: ResolverSettings): boolean => {
  const domain = clusterDomainOf(settings);
  return domain !== undefined && name.toLowerCase().endsWith(`.${domain.toLowerCase()}.`);
};

/** A name without its final dot. */
export const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name);
