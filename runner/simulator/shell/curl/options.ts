/** A transfer as a curl command line describes it; times in milliseconds. */
export interface Transfer {
  urls: string[];
  outputs: string[];
  headers: string[];
  data: string[];
  resolve: string[];
  connectTo: string[];
  method?: string;
  userAgent?: string;
  user?: string;
  referer?: string;
  writeOut?: string;
  dumpHeader?: string;
  cacert?: string;
  proto?: string;
  connectTimeout?: number;
  maxTime?: number;
  maxRedirects: number;
  retry: number;
  retryDelay: number;
  /** The shortest time from the start of one transfer to the start of the next. */
  spacing: number;
  family?: 4 | 6;
  silent: boolean;
  showError: boolean;
  fail: boolean;
  failEarly: boolean;
  failWithBody: boolean;
  include: boolean;
  head: boolean;
  get: boolean;
  location: boolean;
  insecure: boolean;
  verbose: boolean;
  globOff: boolean;
  noKeepAlive: boolean;
  json: boolean;
  retryRefused: boolean;
}

export const newTransfer = (): Transfer => ({
  urls: [],
  outputs: [],
  headers: [],
  data: [],
  resolve: [],
  connectTo: [],
  maxRedirects: 50,
  retry: 0,
  retryDelay: 1_000,
  spacing: 0,
  silent: false,
  showError: false,
  fail: false,
  failEarly: false,
  failWithBody: false,
  include: false,
  head: false,
  get: false,
  location: false,
  insecure: false,
  verbose: false,
  globOff: false,
  noKeepAlive: false,
  json: false,
  retryRefused: false,
});

type Read = (path: string) => Promise<string | undefined>;
type FieldsOf<Type> = { [Key in keyof Transfer]-?: Transfer[Key] extends Type ? Key : never }[keyof Transfer];

export interface Option {
  /** The long name, and the letter when it has one. */
  names: readonly string[];
  takesValue: boolean;
  /** Sets fields from the word that follows. `read` gives a file's text for options such as -d @file. */
  apply(transfer: Transfer, value: string, read: Read): void | Promise<void>;
}

const option = (names: string, takesValue: boolean, apply: Option['apply']): Option => ({
  names: names.split(' '),
  takesValue,
  apply,
});

const flag = (names: string, field: FieldsOf<boolean>): Option =>
  option(names, false, (transfer) => {
    transfer[field] = true;
  });

const text = (
  names: string,
  field: 'method' | 'userAgent' | 'user' | 'referer' | 'dumpHeader' | 'cacert' | 'proto',
): Option =>
  option(names, true, (transfer, value) => {
    transfer[field] = value;
  });

const texts = (names: string, field: FieldsOf<string[]>): Option =>
  option(names, true, (transfer, value) => {
    transfer[field].push(value);
  });

const time = (names: string, field: 'connectTimeout' | 'maxTime' | 'retryDelay'): Option =>
  option(names, true, (transfer, value) => {
    transfer[field] = Number(value) * 1_000;
  });

const count = (names: string, field: 'maxRedirects' | 'retry'): Option =>
  option(names, true, (transfer, value) => {
    transfer[field] = Number(value);
  });

const family = (names: string, version: 4 | 6): Option =>
  option(names, false, (transfer) => {
    transfer.family = version;
  });

const data = (names: string, prepare: (value: string, read: Read) => string | Promise<string>, json = false): Option =>
  option(names, true, async (transfer, value, read) => {
    transfer.data.push(await prepare(value, read));
    if (json) transfer.json = true;
  });

const ignoredFlag = (names: string): Option => option(names, false, () => {});
const ignoredValue = (names: string): Option => option(names, true, () => {});

/** "@file" reads the file, without its line ends when `strip` is set, as -d does. */
const fileOr =
  (strip: boolean) =>
  async (value: string, read: Read): Promise<string> => {
    if (!value.startsWith('@')) return value;
    const content = (await read(value.slice(1))) ?? '';
    return strip ? content.replace(/\r|\n|\0/g, '') : content;
  };

const encoded = async (value: string, read: Read): Promise<string> => {
  const [, name = '', kind, rest = ''] = /^([^=@]*)([=@])([\s\S]*)$/.exec(value) ?? [undefined, '', '=', value];
  const content = kind === '@' ? ((await read(rest)) ?? '') : rest;
  const escaped = encodeURIComponent(content).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return name ? `${name}=${escaped}` : escaped;
};

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `20/s` → 50 milliseconds from one start to the next; a number alone is per hour. */
const spacingOf = (rate: string): number => {
  const [count = '', unit = 'h'] = rate.split('/');
  return Number(count) > 0 ? (units[unit] ?? 0) / Number(count) : 0;
};

/** The options that this curl knows, as curl 7.88 spells them. */
export const options: readonly Option[] = [
  texts('url', 'urls'),
  texts('output o', 'outputs'),
  texts('header H', 'headers'),
  texts('resolve', 'resolve'),
  texts('connect-to', 'connectTo'),
  data('data d', fileOr(true)),
  data('data-ascii', fileOr(true)),
  data('data-binary', fileOr(false)),
  data('data-raw', (value) => value),
  data('data-urlencode', encoded),
  data('json', fileOr(false), true),
  text('request X', 'method'),
  text('user-agent A', 'userAgent'),
  text('user u', 'user'),
  text('referer e', 'referer'),
  text('dump-header D', 'dumpHeader'),
  text('cacert', 'cacert'),
  text('proto', 'proto'),
  option('write-out w', true, async (transfer, value, read) => {
    transfer.writeOut = await fileOr(false)(value, read);
  }),
  time('connect-timeout', 'connectTimeout'),
  time('max-time m', 'maxTime'),
  time('retry-delay', 'retryDelay'),
  count('max-redirs', 'maxRedirects'),
  count('retry', 'retry'),
  family('ipv4 4', 4),
  family('ipv6 6', 6),
  flag('retry-connrefused', 'retryRefused'),
  flag('silent s', 'silent'),
  flag('show-error S', 'showError'),
  flag('fail f', 'fail'),
  flag('fail-with-body', 'failWithBody'),
  flag('fail-early', 'failEarly'),
  option('rate', true, (transfer, value) => {
    transfer.spacing = spacingOf(value);
  }),
  flag('include i', 'include'),
  flag('head I', 'head'),
  flag('get G', 'get'),
  flag('location L', 'location'),
  flag('insecure k', 'insecure'),
  flag('verbose v', 'verbose'),
  flag('globoff g', 'globOff'),
  flag('no-keepalive', 'noKeepAlive'),
  ...[
    'no-progress-meter',
    'progress-bar #',
    'http1.1',
    'http1.0 0',
    'http2',
    'no-buffer N',
    'parallel Z',
    'disable q',
    'path-as-is',
    'compressed',
    'tcp-nodelay',
    'no-alpn',
    'tlsv1.2',
    'tlsv1.3',
    'parallel-immediate',
    'retry-all-errors',
    'no-sessionid',
    'keepalive',
    'raw',
    'disable-epsv',
    'create-dirs',
  ].map(ignoredFlag),
  ...[
    'noproxy',
    'proxy x',
    'proto-redir',
    'proto-default',
    'interface',
    'local-port',
    'parallel-max',
    'keepalive-time',
    'ciphers',
    'cert E',
    'key',
    'limit-rate',
    'speed-limit Y',
    'speed-time y',
    'stderr',
    'retry-max-time',
    'range r',
    'cookie b',
    'cookie-jar c',
    'dns-servers',
    'happy-eyeballs-timeout-ms',
    'max-filesize',
    'expect100-timeout',
    'capath',
    'tls-max',
    'unix-socket',
    'request-target',
  ].map(ignoredValue),
];

const byName = new Map(options.flatMap((option) => option.names.map((name) => [name, option] as const)));

export const optionNamed = (name: string): Option | undefined => byName.get(name);
