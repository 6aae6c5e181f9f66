import { secondsOf } from './dial.ts';
import { fail, type RunOptions, succeed, type Tool, type ToolCall } from './tool.ts';

/** Variables that the shell keeps for itself and a real one would not export. */
const internal = new Set([
  'IFS',
  'OSTYPE',
  'MACHTYPE',
  'HOSTTYPE',
  'OPTIND',
  'SHELLOPTS',
  'BASHOPTS',
  'OLDPWD',
  'PWD',
  '?',
]);

const shown = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .filter(([name]) => !internal.has(name))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** The output of a program that another one starts goes to the same listener. */
const outputOf = ({ onOutput }: ToolCall): RunOptions => (onOutput ? { onOutput } : {});

/** env: prints the environment, or runs a program in a changed one. */
export const env: Tool = {
  names: ['env', 'printenv'],
  run: async (call) => {
    const words = [...call.args];
    const isEmpty = words[0] === '-i' || words[0] === '-';
    if (isEmpty) words.shift();
    let changed: Record<string, string> = isEmpty ? {} : { ...call.env };
    for (let word = words[0]; word !== undefined; word = words[0]) {
      const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(word) ?? [];
      if (word === '-u') {
        words.shift();
        const { [words[0] ?? '']: _, ...rest } = changed;
        changed = rest;
      } else if (name !== undefined) changed[name] = value ?? '';
      else break;
      words.shift();
    }
    if (words.length === 0) return succeed(shown(changed));
    // printenv NAME prints a value; env NAME runs a program.
    const [first = ''] = words;
    if (Object.hasOwn(changed, first)) return succeed(`${changed[first]}\n`);
    return call.run(words, { stdin: call.input, env: changed, ...outputOf(call) });
  },
};

/** The first name of the line of /etc/hosts that has the name; the name itself where there is none: hosts(5). */
const fullNameOf = (hosts: string, name: string): string =>
  hosts
    .split('\n')
    .map((line) => (line.split('#')[0] ?? '').trim().split(/\s+/).slice(1))
    .find((names) => names.includes(name))?.[0] ?? name;

export const hostname: Tool = {
  names: ['hostname'],
  run: async ({ args, machine }) => {
    const { hostname: name } = machine;
    if (args.some((word) => /^-[iI]|--(all-)?ip-address/.test(word)))
      return succeed(`${machine.source().ip}${args.includes('-I') ? ' ' : ''}\n`);
    if (args.some((word) => word === '-f' || word === '--fqdn' || word === '--long'))
      return succeed(`${fullNameOf((await machine.files.read('/etc/hosts')) ?? '', name)}\n`);
    if (args.includes('-s')) return succeed(`${name.split('.')[0]}\n`);
    return succeed(`${name}\n`);
  },
};

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

const durationOf = (text: string): number | undefined => {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text);
  return match ? (secondsOf(match[1]) ?? 0) * (unitSeconds[match[2] ?? ''] ?? 1) : undefined;
};

/** Waits until the signal fires. */
const forever = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** 128 and SIGINT. */
const interrupted = 130;

/** sleep, on the cluster's clock. */
export const sleep: Tool = {
  names: ['sleep'],
  run: async ({ args, machine, signal }) => {
    let total = 0;
    for (const text of args) {
      const time = durationOf(text);
      if (time === undefined)
        return fail(1, `sleep: invalid time interval '${text}'\nTry 'sleep --help' for more information.\n`);
      total += time;
    }
    if (args.length === 0) return fail(1, "sleep: missing operand\nTry 'sleep --help' for more information.\n");
    if (Number.isFinite(total)) await machine.clusterState.clock.sleep(total, signal).catch(() => {});
    else await forever(signal);
    return signal.aborted ? fail(interrupted, '') : succeed();
  },
};

/** timeout of coreutils, on the cluster's clock: exit 124 when the time was over. */
export const timeout: Tool = {
  names: ['timeout'],
  run: async (call) => {
    const words = [...call.args];
    while (words[0]?.startsWith('-')) {
      const option = words.shift();
      if (option === '-s' || option === '-k') words.shift();
    }
    const time = durationOf(words.shift() ?? '');
    if (time === undefined || words.length === 0) return fail(125, "Try 'timeout --help' for more information.\n");
    const over = new AbortController();
    const done = new AbortController();
    const both = AbortSignal.any([call.signal, over.signal]);
    const alarm = call.machine.clusterState.clock
      .sleep(time, AbortSignal.any([call.signal, done.signal]))
      .then(() => over.abort())
      .catch(() => {});
    const running = call.run(words, { stdin: call.input, signal: both, ...outputOf(call) });
    const first = await Promise.race([running.then(() => 'ended' as const), alarm.then(() => 'over' as const)]);
    if (first === 'over' && over.signal.aborted) return { ...(await running), exitCode: 124 };
    const result = await running;
    done.abort();
    return result;
  },
};

/** date, by the cluster's clock: +FORMAT of strftime. */
export const date: Tool = {
  names: ['date'],
  run: async ({ args, machine }) => {
    const now = machine.clusterState.clock.date();
    const format = args.find((word) => word.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S UTC %Y';
    return succeed(`${formatDate(now, format)}\n`);
  },
};

const formatDate = (now: Date, format: string): string => {
  const iso = now.toISOString();
  const [day = '', , month = ''] = now.toUTCString().replace(',', '').split(' ');
  const nanoseconds = `${String(now.getUTCMilliseconds()).padStart(3, '0')}000000`;
  const fields: Readonly<Record<string, string>> = {
    '%': '%',
    n: '\n',
    t: '\t',
    a: day,
    b: month,
    h: month,
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    e: String(now.getUTCDate()).padStart(2, ' '),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    T: iso.slice(11, 19),
    R: iso.slice(11, 16),
    F: iso.slice(0, 10),
    s: String(Math.floor(now.getTime() / 1_000)),
    N: nanoseconds,
    Z: 'UTC',
    z: '+0000',
    y: iso.slice(2, 4),
    D: `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(2, 4)}`,
  };
  return format.replace(/%(\d*)([%A-Za-z])/g, (whole, width: string, letter: string) => {
    const field = fields[letter];
    if (field === undefined) return whole;
    return letter === 'N' && width ? field.slice(0, Number(width)) : field;
  });
};

const release = '6.1.0';

export const uname: Tool = {
  names: ['uname'],
  run: async ({ args, machine }) => {
    const letters = args.join('') || '-s';
    if (letters.includes('a')) return succeed(`Linux ${machine.hostname} ${release} #1 SMP x86_64 GNU/Linux\n`);
    const parts = [
      ['s', 'Linux'],
      ['n', machine.hostname],
      ['r', release],
      ['m', 'x86_64'],
    ] as const;
    return succeed(
      `${parts
        .filter(([letter]) => letters.includes(letter))
        .map(([, text]) => text)
        .join(' ')}\n`,
    );
  },
};

export const id: Tool = {
  names: ['id'],
  run: async ({ args }) => {
    if (args.includes('-u') || args.includes('-g')) return succeed('0\n');
    return succeed(args.includes('-un') ? 'root\n' : 'uid=0(root) gid=0(root) groups=0(root)\n');
  },
};

/** Shell commands that have no effect here: no signals reach a script, and nothing is limited. */
export const noEffect: Tool = {
  names: ['trap', 'umask', 'ulimit', 'sync', 'stty', 'renice', 'disown', 'chown'],
  run: async () => succeed(),
};

export const mktemp: Tool = {
  names: ['mktemp'],
  run: async ({ machine }) => {
    const suffix = Math.floor(machine.clusterState.random() * 36 ** 8)
      .toString(36)
      .padStart(8, '0');
    const path = `/tmp/tmp.${suffix}`;
    await machine.files.write(path, '');
    return succeed(`${path}\n`);
  },
};

const signals: Readonly<Record<string, number>> = {
  ...{ HUP: 1, INT: 2, QUIT: 3, ABRT: 6, KILL: 9, USR1: 10, USR2: 12, TERM: 15 },
};

/** `9`, `KILL` or `SIGKILL`; undefined for an unknown name. */
const signalOf = (word: string): number | undefined =>
  /^\d+$/.test(word) ? Number(word) : signals[word.toUpperCase().replace(/^SIG/, '')];

/** kill: reaches the first process and those that were started from outside; their children end with them. */
export const kill: Tool = {
  names: ['kill'],
  run: async ({ args, machine }) => {
    const words = [...args];
    let signal: number | undefined = 15;
    if (words[0] === '-s') signal = signalOf(words.splice(0, 2)[1] ?? '');
    else if (/^-[A-Z0-9]/i.test(words[0] ?? '')) signal = signalOf((words.shift() ?? '').slice(1));
    if (signal === undefined) return fail(1, `kill: ${args[0]}: invalid signal specification\n`);
    const number = signal;
    const unknown = words.filter((each) => !/^\d+$/.test(each) || !machine.processes.kill(Number(each), number));
    return unknown.length === 0
      ? succeed()
      : fail(1, unknown.map((each) => `kill: (${each}) - No such process\n`).join(''));
  },
};
