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
 * Descriptions of the user's own images. A simulated cluster runs the description, because it cannot run the image. A real
 * cluster runs the image itself and ignores the description.
 */

const time = (description: string): Shape<string> => string(description, { pattern: durationPattern });
const text = (description: string): Shape<string> => string(description, { minLength: 0 });

/** The default answer of a port. */
const greeting = "You've hit {{hostname}}\n";

const answerShape = object(
  {
    status: withDefault(integer('The HTTP status.', { minimum: 200, maximum: 599 }), 200),
    body: withDefault(text('The body.'), greeting),
    headers: optional(map(text('The value of a header.'), 'Headers by name.')),
    delay: optional(time('The time that the answer takes, such as 200ms. Default: the delay of the port.')),
    log: optional(string('A line that each such request adds to the log of the container.')),
  },
  'An answer to an HTTP request.',
);

const portShape = object(
  {
    port: integer('The number of the port.', { minimum: 1, maximum: 65_535 }),
    protocol: withDefault(choice(['http', 'tcp', 'udp'], 'The protocol of the port.'), 'http'),
    address: withDefault(
      choice(['0.0.0.0', '127.0.0.1'], 'The address of the socket; only the pod itself reaches 127.0.0.1.'),
      '0.0.0.0',
    ),
    answers: optional(
      map(
        either(text('The body of an answer with status 200.'), answerShape, 'An answer, or only its body.'),
        'HTTP answers by path; a path that ends in * is a prefix. Default: the host name, on any path.',
      ),
    ),
    reply: optional(text('The reply of a tcp or udp port to its input; by default the same text. Empty: no reply.')),
    delay: withDefault(time('The time that each answer takes, such as 200ms.'), '0s'),
  },
  'A socket on which the image listens.',
);

const imageShape = object(
  {
    ports: optional(
      list(
        either(integer('A port that answers HTTP.', { minimum: 1, maximum: 65_535 }), portShape, 'A port.'),
        'The ports on which the image listens.',
      ),
    ),
    'ready-after': withDefault(time('The time from the start until the sockets open.'), '0s'),
    exit: optional(
      object(
        {
          code: withDefault(integer('The exit code.', { minimum: 0, maximum: 255 }), 0),
          after: withDefault(time('The time from the start.'), '0s'),
        },
        'The process exits by itself. Without this it runs until it is stopped.',
      ),
    ),
    log: optional(list(text('A line.'), 'The lines that it logs at its start.')),
    env: optional(map(text('A value.'), 'Environment variables of the image; those of the pod override them.')),
    files: optional(map(text('The text of the file.'), 'Files of the image by their absolute path.')),
    shell: withDefault(
      choice(
        ['debian', 'alpine', 'busybox', 'none'],
        'The programs in the image: debian has curl, dig and ping; none has not even sh.',
      ),
      'debian',
    ),
    entrypoint: optional(
      list(
        string('A word.'),
        'ENTRYPOINT of the image: a pod whose command begins with its first word runs this description.',
      ),
    ),
  },
  'An image, as the embedded cluster runs it.',
);

/** `simulated-images:` of a scenario or of plumbline.yaml. */
export const simulatedImagesShape = map(
  imageShape,
  'Descriptions by the name of the image, for the embedded cluster: a name with a tag is for that tag only, a name without one for all tags. A real cluster runs the images themselves and ignores this.',
);

type WrittenImage = Infer<typeof imageShape>;
type WrittenPort = Exclude<NonNullable<WrittenImage['ports']>[number], number>;
type WrittenAnswer = Infer<typeof answerShape>;

/** Times are in milliseconds. */
export interface DescribedAnswer extends Omit<WrittenAnswer, 'delay'> {
  delay: number;
}

export interface DescribedPort extends Omit<WrittenPort, 'answers' | 'delay'> {
  /** By path; a path that ends in * is a prefix. */
  answers: Readonly<Record<string, DescribedAnswer>>;
  delay: number;
}

/** A description with all defaults filled in. */
export interface DescribedImage {
  /** The name as the user wrote it. */
  image: string;
  /** The only scenario for which the description is valid. Absent: it is valid for all. */
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

/** The names that `{{…}}` may contain: in every text of an image, and additionally in a reply and in an HTTP answer. */
export const placeholders = {
  always: ['hostname', 'ip', 'namespace', 'node', 'env.NAME'],
  reply: ['client', 'port', 'input'],
  answer: ['client', 'port', 'method', 'path', 'body', 'header.NAME', 'query.NAME'],
} as const;

/** An annotation of a namespace: the id of its scenario. It tells a simulated cluster which descriptions are valid there. */
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

/** A description as the user writes it, with defaults filled in → the description for a cluster. */
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
