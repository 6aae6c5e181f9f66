import { canonicalAddress } from '../../../core/address.ts';
import { type ResolverSettings, withoutDot } from './resolver-settings.ts';

/** The settings of resolv.conf(5) that are compared. */
export const parts = ['nameservers', 'search', 'options'] as const;
export type Part = (typeof parts)[number];
export type Lists = Partial<Record<Part, string[]>>;

/** The check of one expected value. */
export interface Check {
  holds: boolean;
  /** The difference, in a sentence. */
  fault: string;
}

/** One spelling for equal addresses and names. */
const normal = (part: Part, value: string): string => {
  if (part === 'nameservers') return canonicalAddress(value) ?? value.toLowerCase();
  return part === 'search' ? withoutDot(value.toLowerCase()) : value;
};

/** Compares the settings of a file with the values that must be present and absent. */
export const checkSettings = (settings: ResolverSettings, present: Lists, absent: Lists = {}): Check[] =>
  parts.flatMap((part) => {
    const [found, wanted, unwanted] = [settings, present, absent].map((lists) =>
      (lists[part] ?? []).map((each) => normal(part, each)),
    );
    const check = part === 'options' ? optionCheck : orderCheck(part);
    return [
      ...(wanted ?? []).map((each, index) => check(each, found ?? [], index)),
      ...(unwanted ?? []).map((each) => absenceCheck(part, each, found ?? [])),
    ];
  });

const singular: Record<Part, string> = { nameservers: 'name server', search: 'search domain', options: 'option' };

const orderCheck =
  (part: Part) =>
  (wanted: string, found: readonly string[], index: number): Check => {
    const at = found.indexOf(wanted);
    const fault =
      at < 0
        ? `${singular[part]} ${wanted} is missing`
        : `${singular[part]} ${wanted} is number ${at + 1} instead of ${index + 1}`;
    return { holds: found[index] === wanted, fault };
  };

const optionCheck = (wanted: string, found: readonly string[]): Check => {
  const same = found.find((each) => each.split(':')[0] === wanted.split(':')[0]);
  return {
    holds: same === wanted,
    fault: same === undefined ? `option ${wanted} is missing` : `the option is ${same} instead of ${wanted}`,
  };
};

const absenceCheck = (part: Part, unwanted: string, found: readonly string[]): Check => {
  const present = found.find((each) => each === unwanted || (part === 'options' && each.startsWith(`${unwanted}:`)));
  return { holds: present === undefined, fault: `${singular[part]} ${present} is not expected` };
};
