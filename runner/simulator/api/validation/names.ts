/** Name rules of k8s.io/apimachinery/pkg/util/validation, with its messages. Each answers with the faults of a text. */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const wildcard = `\\*\\.${subdomain}`;
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualified})?`;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const patterns = {
  label: whole(label),
  label1035: whole(label1035),
  subdomain: whole(subdomain),
  wildcard: whole(wildcard),
  qualified: whole(qualified),
  labelValue: whole(labelValue),
};

const tooLong = (limit: number): string => `must be no more than ${limit} characters`;

const explain = (sentence: string, pattern: string, ...examples: string[]): string => {
  const list = examples.map((each) => `'${each}', `).join(' or ');
  return `${sentence} (e.g. ${list}regex used for validation is '${pattern}')`;
};

export const faultsOfDns1123Label = (text: string): string[] => [
  ...(text.length > 63 ? [tooLong(63)] : []),
  ...(patterns.label.test(text)
    ? []
    : [
        patterns.subdomain.test(text)
          ? 'must not contain dots'
          : explain(
              "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
              label,
              'my-name',
              '123-abc',
            ),
      ]),
];

export const faultsOfDns1035Label = (text: string): string[] => [
  ...(text.length > 63 ? [tooLong(63)] : []),
  ...(patterns.label1035.test(text)
    ? []
    : [
        explain(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          label1035,
          'my-name',
          'abc-123',
        ),
      ]),
];

export const faultsOfDns1123Subdomain = (text: string): string[] => [
  ...(text.length > 253 ? [tooLong(253)] : []),
  ...(patterns.subdomain.test(text)
    ? []
    : [
        explain(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
          subdomain,
          'example.com',
        ),
      ]),
];

export const faultsOfWildcardDomain = (text: string): string[] =>
  patterns.wildcard.test(text)
    ? []
    : [
        explain(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          wildcard,
          '*.example.com',
        ),
      ];

export const faultsOfQualifiedName = (text: string): string[] => {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const faults: string[] = [];
  if (parts.length > 2)
    return [
      explain(
        "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        qualified,
        'MyName',
        'my.name',
        '123-abc',
      ).concat(" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"),
    ];
  if (parts.length === 2 && parts[0] === '') faults.push('prefix part must be non-empty');
  else if (parts.length === 2)
    faults.push(...faultsOfDns1123Subdomain(parts[0] ?? '').map((each) => `prefix part ${each}`));
  if (name === '') faults.push('name part must be non-empty');
  else if (name.length > 63) faults.push(`name part ${tooLong(63)}`);
  if (!patterns.qualified.test(name))
    faults.push(
      `name part ${explain(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        qualified,
        'MyName',
        'my.name',
        '123-abc',
      )}`,
    );
  return faults;
};

export const faultsOfLabelValue = (text: string): string[] => [
  ...(text.length > 63 ? [tooLong(63)] : []),
  ...(patterns.labelValue.test(text)
    ? []
    : [
        explain(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          labelValue,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
];

/** IANA service names, as container ports and named target ports use them. */
export const faultsOfPortName = (text: string): string[] => [
  ...(text.length > 15 ? ['must be no more than 15 characters'] : []),
  ...(/^[-a-z0-9]+$/.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
  ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(text.startsWith('-') || text.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

export const faultsOfPortNumber = (port: number | undefined): string[] =>
  port !== undefined && port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
