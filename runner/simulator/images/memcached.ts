import { debianTools } from '../shell/toolsets.ts';
import { portFlag } from './http.ts';
import { defineImage, type Program } from './image.ts';

const version = '1.6.39';

interface Item {
  flags: string;
  value: string;
}

/** Answers one message of the text protocol: a command line, and for `set` the line with its value. */
const answer = (lines: readonly string[], values: Map<string, Item>): string => {
  let said = '';
  for (let at = 0; at < lines.length; at++) {
    const [command = '', key = '', flags = '0'] = (lines[at] ?? '').split(' ');
    if (command === 'set') {
      values.set(key, { flags, value: lines[++at] ?? '' });
      said += 'STORED\r\n';
    } else if (command === 'get') {
      const item = values.get(key);
      if (item) said += `VALUE ${key} ${item.flags} ${item.value.length}\r\n${item.value}\r\n`;
      said += 'END\r\n';
    } else if (command === 'delete') said += values.delete(key) ? 'DELETED\r\n' : 'NOT_FOUND\r\n';
    else if (command === 'version') said += `VERSION ${version}\r\n`;
    else if (command === 'stats')
      said += `STAT pid 1\r\nSTAT version ${version}\r\nSTAT curr_items ${values.size}\r\nEND\r\n`;
    else if (command !== 'quit') said += 'ERROR\r\n';
  }
  return said;
};

const serve: Program = ({ listeners, args }) => {
  const values = new Map<string, Item>();
  const at = args.findIndex((each) => each === '-p' || each === '--port');
  listeners.push({
    port: portFlag(at < 0 ? undefined : args[at + 1], 11211),
    protocol: 'TCP',
    address: '0.0.0.0',
    text: async (input) => answer(input.split(/\r?\n/).filter(Boolean), values) || undefined,
  });
};

/** Answers as memcached's text protocol does (doc/protocol.txt), as far as a test of a connection needs it. */
export const memcached = defineImage({
  names: ['memcached', 'bitnami/memcached'],
  summary: 'Answers version, stats, set, get and delete on 11211.',
  tools: debianTools,
  libc: 'glibc',
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['memcached'],
  programs: { 'docker-entrypoint.sh': serve, memcached: serve },
});
