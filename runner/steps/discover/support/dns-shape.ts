import type { KubernetesObject, Vantage } from '../../../cluster/cluster.ts';
import { reverseName } from '../../../core/address.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Evidence } from '../../../core/result.ts';
import { boolean, choice, string, withDefault } from '../../../core/shape.ts';
import { reproduceLine } from '../../../probe/reproduce.ts';
import { fromShape } from '../../from-shape.ts';
import type { DnsTranscript } from './ask-dns.ts';
import { type RecordType, recordTypes } from './dig-answer.ts';
import type { Lookup, Question } from './lookup.ts';
import { clusterDomainOf, type ResolverSettings } from './resolver-settings.ts';

/** The keys of all DNS kinds. */
export interface DnsSpec {
  name: string;
  from: string;
  type: RecordType;
  search: boolean;
  control: string;
}

export const dnsFields = {
  name: string('The name. For PTR it may be an address.'),
  from: fromShape('probe'),
  type: withDefault(choice(recordTypes, 'The type of the records.'), 'A'),
  search: withDefault(
    boolean(
      'True: the name is completed with the search list of the vantage point, like libc does. False: it is not changed.',
    ),
    true,
  ),
  control: withDefault(
    string(
      'A name that must resolve from the same vantage point at the same time: otherwise a failure proves nothing.',
    ),
    'kubernetes.default.svc',
  ),
};

export const questionOf = ({ name, type, search }: DnsSpec): Question =>
  type === 'PTR' ? { name: reverseName(name) ?? name, type, search: false } : { name, type, search };

export const controlOf = ({ control }: Pick<DnsSpec, 'control'>): Question => ({
  name: control,
  type: 'A',
  search: true,
});

export const typed = ({ type, name }: Pick<DnsSpec, 'type' | 'name'>): string =>
  type === 'A' ? name : `${type} of ${name}`;

/** A Service's full name, or without the cluster's domain if the vantage point does not know it. */
export const fullNameOf = (
  { metadata: { name, namespace } }: KubernetesObject,
  settings: ResolverSettings,
): Pick<Question, 'name' | 'search'> => {
  const domain = clusterDomainOf(settings);
  const known = `${name}.${namespace}.svc`;
  return domain === undefined ? { name: known, search: true } : { name: `${known}.${domain}.`, search: false };
};

/** A line to paste that asks the same question. */
export const reproduceDns = (
  vantage: Vantage,
  { name, type, search }: Pick<DnsSpec, 'name' | 'type' | 'search'>,
): string => {
  const question = type === 'PTR' ? ['-x', name] : [name, type];
  return reproduceLine(vantage, ['dig', ...(search && type !== 'PTR' ? ['+search'] : []), ...question]);
};

const longestTranscript = 16_000;

export const dnsEvidence = ({ text, settings }: DnsTranscript): Evidence[] => [
  { title: 'DNS answers', text: text.slice(0, longestTranscript) },
  {
    title: '/etc/resolv.conf',
    text: `nameservers ${settings.nameservers.join(' ')}\nsearch ${settings.search.join(' ')}\nndots ${settings.ndots}`,
  },
];

/** The queried names and the answers. */
export const observeLookup = ({ answers, tool }: Lookup): JsonObject => ({
  tool,
  asked: answers.map(({ name, rcode, records, aliases, ttl }) => ({
    name,
    rcode: rcode ?? null,
    records,
    aliases,
    ...(ttl !== undefined && { ttl }),
  })),
});
