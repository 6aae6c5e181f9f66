import { durationPattern, parseDuration } from '../../core/duration.ts';
import { choice, type Infer, integer, list, map, object, optional, string, withDefault } from '../../core/shape.ts';
import { busyboxTools, debianTools } from '../shell/toolsets.ts';
import type { HttpRequest, HttpResponse, Listener, SimulatedImage } from '../world.ts';
import { pathOf, plain } from './http.ts';
import { defineImage, type ImageParts, type Program } from './image.ts';

const time = (description: string) => string(description, { pattern: durationPattern });

const answerShape = object(
  {
    path: optional(string('The path, without query; a * at the end stands for the rest. Without it: any path.')),
    status: withDefault(integer('The HTTP status.', { minimum: 100, maximum: 599 }), 200),
    body: withDefault(
      string('The body; ${hostname}, ${ip}, ${client} and ${env.NAME} are filled in.', { minLength: 0 }),
      "You've hit ${hostname}\n",
    ),
    headers: optional(map(string('The value of a header.'), 'Headers by name.')),
  },
  'An answer to an HTTP request; the first that fits is given.',
);

const portShape = object(
  {
    port: integer('The port.', { minimum: 1, maximum: 65_535 }),
    protocol: withDefault(choice(['http', 'tcp', 'udp'], 'What is spoken.'), 'http'),
    address: withDefault(choice(['0.0.0.0', '127.0.0.1'], 'Where the socket is bound.'), '0.0.0.0'),
    answers: optional(list(answerShape, 'HTTP answers; without them the host name as kubia tells it.')),
    text: optional(string('What a tcp or udp port sends back; ${input} is what came.')),
    delay: optional(time('How long each answer takes, such as 200ms.')),
  },
  'A socket that the image listens on.',
);

/** `simulated-images:` of a scenario or of plumbline.yaml: an image of the user's own in a few lines. */
export const describedImageShape = object(
  {
    image: string('The repository, without tag.'),
    ports: optional(list(portShape, 'What it listens on.')),
    'ready-after': optional(time('How long after its start the sockets open.')),
    exit: optional(
      object(
        {
          code: withDefault(integer('The exit status.', { minimum: 0, maximum: 255 }), 0),
          after: withDefault(time('When.'), '0s'),
        },
        'The process ends by itself.',
      ),
    ),
    log: optional(list(string('A line.'), 'Lines that it logs at its start.')),
    shell: withDefault(choice(['debian', 'busybox', 'none'], 'Which programs exec finds in it.'), 'debian'),
  },
  'An image that the embedded cluster knows only from this description.',
);

export type DescribedImage = Infer<typeof describedImageShape>;
type DescribedPort = Infer<typeof portShape>;

const toolsets = { debian: debianTools, busybox: busyboxTools, none: [] } as const;

/** Makes an image of its description. */
export const describeImage =
  (described: DescribedImage) =>
  (parts: ImageParts): SimulatedImage =>
    defineImage({
      names: [described.image],
      summary: 'Described by the user.',
      tools: toolsets[described.shell],
      libc: 'glibc',
      entrypoint: ['__described'],
      programs: { __described: programOf(described) },
    })(parts);

const programOf =
  (described: DescribedImage): Program =>
  (self) => {
    const { world, log, listeners, exit } = self;
    for (const line of described.log ?? []) log(line);
    const open = (): void => {
      for (const port of described.ports ?? []) listeners.push(listenerOf(port, self));
    };
    const readyAfter = parseDuration(described['ready-after'] ?? '0s') ?? 0;
    if (readyAfter === 0) open();
    else void world.clock.sleep(readyAfter).then(open);
    if (described.exit) {
      const { code, after } = described.exit;
      void world.clock.sleep(parseDuration(after) ?? 0).then(() => exit(code));
    }
    return () => exit(0);
  };

type Self = Parameters<Program>[0];

const listenerOf = ({ port, protocol, address, answers, text, delay }: DescribedPort, self: Self): Listener => {
  const wait = async (): Promise<void> => {
    const time = parseDuration(delay ?? '0s') ?? 0;
    if (time > 0) await self.world.clock.sleep(time);
  };
  const base = { port, address };
  if (protocol === 'http')
    return {
      ...base,
      protocol: 'TCP',
      http: async (request, peer) => {
        await wait();
        return answerTo(request, answers, (body) => filled(body, self, { client: peer.ip }));
      },
    };
  return {
    ...base,
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
    text: async (input, peer) => {
      await wait();
      return text === undefined ? undefined : filled(text, self, { input, client: peer.ip });
    },
  };
};

const answerTo = (
  request: HttpRequest,
  answers: DescribedPort['answers'],
  fill: (body: string) => string,
): HttpResponse => {
  if (!answers) return plain(fill("You've hit ${hostname}\n"));
  const path = pathOf(request);
  const answer = answers.find(
    (each) =>
      each.path === undefined ||
      (each.path.endsWith('*') ? path.startsWith(each.path.slice(0, -1)) : each.path === path),
  );
  if (!answer) return plain('404 page not found\n', 404);
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return plain(fill(answer.body), answer.status, Object.fromEntries(headers));
};

const filled = (text: string, { hostname, ip, env }: Self, more: Readonly<Record<string, string>>): string => {
  const values: Readonly<Record<string, string>> = { ...more, hostname, ip };
  return text.replace(/\$\{(env\.)?([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, ofEnv: string | undefined, name: string) => {
    const source = ofEnv ? env : values;
    return Object.hasOwn(source, name) ? (source[name] ?? '') : ofEnv ? '' : whole;
  });
};
