import { durationPattern, parseDuration } from './duration.ts';
import {
  choice,
  either,
  type Infer,
  integer,
  list,
  map,
  object,
  optional,
  type Shape,
  string,
  withDefault,
} from './shape.ts';

/**
 * What a user says of an image of his own: a simulated cluster runs the description, for it cannot run the image. A
 * real cluster has the image itself and never sees this.
 */

const time = (description: string): Shape<string> => string(description, { pattern: durationPattern });
const text = (description: string): Shape<string> => string(description, { minLength: 0 });

/** What a port answers when nobody says what. */
const greeting = "You've hit {{hostname}}\n";

const answerShape = object(
  {
    status: withDefault(integer('The HTTP status.', { minimum: 200, maximum: 599 }), 200),
    body: withDefault(text('The body.'), greeting),
    headers: optional(map(text('The value of a header.'), 'Headers by name.')),
    delay: optional(time('How long it takes, such as 200ms. Default: the delay of the port.')),
    log: optional(string('A line for the log of the container, for each such request.')),
  },
  'An answer to an HTTP request.',
);

const portShape = object(
  {
    port: integer('The number of the port.', { minimum: 1, maximum: 65_535 }),
    protocol: withDefault(choice(['http', 'tcp', 'udp'], 'What is spoken there.'), 'http'),
    address: withDefault(
      choice(['0.0.0.0', '127.0.0.1'], 'Where the socket is bound; at 127.0.0.1 only the pod itself reaches it.'),
      '0.0.0.0',
    ),
    answers: optional(
      map(
        either(text('The body of an answer with status 200.'), answerShape, 'An answer, or just its body.'),
        'HTTP answers by path; one that ends in * is for all paths that begin so. Default: the host name, on any path.',
      ),
    ),
    reply: optional(text('What a tcp or udp port sends back for what it gets; by default the same. Empty: nothing.')),
    delay: withDefault(time('How long each answer takes, such as 200ms.'), '0s'),
  },
  'A socket on which the image listens.',
);

const imageShape = object(
  {
    ports: optional(
      list(
        either(integer('A port that answers HTTP.', { minimum: 1, maximum: 65_535 }), portShape, 'A port.'),
        'What the image listens on.',
      ),
    ),
    'ready-after': withDefault(time('How long after its start the sockets open.'), '0s'),
    exit: optional(
      object(
        {
          code: withDefault(integer('The exit code.', { minimum: 0, maximum: 255 }), 0),
          after: withDefault(time('How long after its start.'), '0s'),
        },
        'The process ends by itself. Without this it runs until it is stopped.',
      ),
    ),
    log: optional(list(text('A line.'), 'Lines that it logs when it starts.')),
    env: optional(map(text('A value.'), 'Environment variables of the image; those of the pod win.')),
    files: optional(map(text('The text of the file.'), 'Files of the image by their absolute path.')),
    shell: withDefault(
      choice(
        ['debian', 'alpine', 'busybox', 'none'],
        'The programs that exec finds: debian with curl, dig and ping; none: not even sh.',
      ),
      'debian',
    ),
    entrypoint: optional(
      list(
        string('A word.'),
        'ENTRYPOINT of the image: a pod whose command begins with its first word runs what is described here.',
      ),
    ),
  },
  'An image, as the embedded cluster shall run it.',
);

/** `simulated-images:` of a scenario or of plumbline.yaml. */
export const simulatedImagesShape = map(
  imageShape,
  'Images that the embedded cluster runs by these descriptions, by name: with a tag for that one only, else for all. A real cluster has the images themselves and ignores this.',
);

type WrittenImage = Infer<typeof imageShape>;
type WrittenPort = Exclude<NonNullable<WrittenImage['ports']>[number], number>;
type WrittenAnswer = Infer<typeof answerShape>;

/** Times in milliseconds. */
export interface DescribedAnswer extends Omit<WrittenAnswer, 'delay'> {
  delay: number;
}

export interface DescribedPort extends Omit<WrittenPort, 'answers' | 'delay'> {
  /** By path; a * at the end stands for the rest. */
  answers: Readonly<Record<string, DescribedAnswer>>;
  delay: number;
}

/** A description with nothing left open. */
export interface DescribedImage {
  /** As the user wrote it. */
  image: string;
  /** The scenario that describes it: other scenarios do not know it. Absent: all do. */
  scenario?: string;
  ports: readonly DescribedPort[];
  readyAfter: number;
  exit?: { code: number; after: number };
  log: readonly string[];
  env: Readonly<Record<string, string>>;
  files: Readonly<Record<string, string>>;
  shell: WrittenImage['shell'];
  entrypoint: readonly string[];
}

/** What `{{…}}` may name wherever an image says something, and beyond that in a reply and in an HTTP answer. */
export const placeholders = {
  always: ['hostname', 'ip', 'namespace', 'node', 'env.NAME'],
  reply: ['client', 'port', 'input'],
  answer: ['client', 'port', 'method', 'path', 'body', 'header.NAME', 'query.NAME'],
} as const;

/** On a namespace: the id of the scenario whose it is. So a simulated cluster knows which descriptions count there. */
export const scenarioAnnotation = 'plumbline/scenario';

const milliseconds = (duration: string): number => parseDuration(duration) ?? 0;

const plainAnswer: WrittenAnswer = { status: 200, body: greeting };

const toAnswer = (answer: string | WrittenAnswer, delay: string): DescribedAnswer => {
  const written = typeof answer === 'string' ? { ...plainAnswer, body: answer } : answer;
  return { ...written, delay: milliseconds(written.delay ?? delay) };
};

const plainPort = (port: number): WrittenPort => ({ port, protocol: 'http', address: '0.0.0.0', delay: '0s' });

const toPort = (port: number | WrittenPort): DescribedPort => {
  const written = typeof port === 'number' ? plainPort(port) : port;
  const answers = Object.entries(written.answers ?? { '/*': plainAnswer });
  return {
    ...written,
    answers: Object.fromEntries(answers.map(([path, answer]) => [path, toAnswer(answer, written.delay)])),
    delay: milliseconds(written.delay),
  };
};

/** A description as it is written, defaults filled in → what a cluster is told. */
export const toDescribedImage = (image: string, written: WrittenImage): DescribedImage => ({
  image,
  ports: (written.ports ?? []).map(toPort),
  readyAfter: milliseconds(written['ready-after']),
  ...(written.exit && { exit: { code: written.exit.code, after: milliseconds(written.exit.after) } }),
  log: written.log ?? [],
  env: written.env ?? {},
  files: written.files ?? {},
  shell: written.shell,
  entrypoint: written.entrypoint ?? [],
});
