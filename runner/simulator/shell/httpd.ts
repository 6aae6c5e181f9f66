import type { HttpResponse, Listener } from '../objects/sockets.ts';
import { fail, pathFrom, succeed, type Tool, type ToolCall } from './tool.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  txt: 'text/plain',
  json: 'application/json',
  css: 'text/css',
  js: 'text/javascript',
};

const valueAfter = (args: readonly string[], option: string): string | undefined => {
  const at = args.findIndex((word) => word.startsWith(option));
  const word = args[at];
  return word === undefined ? undefined : word.slice(option.length) || args[at + 1];
};

/** `8080` or `127.0.0.1:8080`. */
const bindingOf = (text: string): [host: string, port: number] => {
  const [port = '', host = '0.0.0.0'] = text.split(':').toReversed();
  return [host, Number(port)];
};

const serveFile = async ({ machine }: ToolCall, root: string, target: string): Promise<HttpResponse> => {
  const [path = '/'] = target.split('?');
  const wanted = pathFrom('/', decode(path));
  const file = path.endsWith('/') ? `${wanted}/index.html` : wanted;
  const body = await machine.files.read(pathFrom('/', `${root}/${file}`));
  if (body === undefined) return { status: 404, headers: { 'content-type': 'text/html' }, body: notFound, close: true };
  const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { status: 200, headers: { 'content-type': type }, body, close: true };
};

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const notFound =
  '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n';

/** httpd of busybox: serves a directory; -p [IP:]PORT, -f stays in the foreground. */
export const httpd: Tool = {
  names: ['httpd'],
  run: async (call) => {
    const { args, machine, cwd, signal } = call;
    const [host, port] = bindingOf(valueAfter(args, '-p') ?? '80');
    const root = pathFrom(cwd, valueAfter(args, '-h') ?? '.');
    if (machine.listeners.some((each) => each.port === port && each.protocol === 'TCP'))
      return fail(1, 'httpd: bind: Address already in use\n');
    const listener: Listener = {
      port,
      protocol: 'TCP',
      address: host.startsWith('127.') ? '127.0.0.1' : '0.0.0.0',
      http: ({ target }) => serveFile(call, root, target),
    };
    machine.listeners.push(listener);
    if (!args.some((word) => /^-[a-z]*f/.test(word))) return succeed();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    machine.listeners.splice(machine.listeners.indexOf(listener), 1);
    return succeed();
  },
};
