import assert from 'node:assert/strict';
import type { DescribedImage } from '../../../runner/core/simulated-image.ts';
import { pullFault } from '../../../runner/simulator/controllers/kubelet/images.ts';
import { faultsOf, loadOne, loadTexts } from './support.ts';

const steps = 'steps: [{ look-around: }]\n';

describe('simulated-images', () => {
  const read = async (text: string): Promise<DescribedImage[]> =>
    (await loadOne({ 'a.yaml': `title: A\n${text}\n${steps}` })).simulatedImages;
  const refuse = async (text: string): Promise<string[]> => {
    const loaded = await loadTexts({ 'a.yaml': `title: A\n${text}\n${steps}` });
    assert.deepEqual(loaded.scenarios, []);
    return loaded.diagnostics.map(
      ({ message, hint, span }) => `${span?.line}:${span?.column} ${message} ${hint ?? ''}`,
    );
  };

  it('declare images, with defaults filled in', async () => {
    const [image, more] = await read(
      'simulated-images: { shop/web: { ports: [{ port: 80, answers: { /: {} } }] }, b:1: {} }',
    );
    assert.deepEqual(
      [image?.image, image?.scenario, image?.shell, image?.ports[0]?.protocol, image?.ports[0]?.answers['/']?.status],
      ['shop/web', 'a', 'debian', 'http', 200],
    );
    assert.deepEqual([more?.image, more?.ports], ['b:1', []]);
    assert.deepEqual(await read(''), []);
  });

  it('accept variables, matrix values and escapes', async () => {
    const text =
      'simulated-images: { a: { ports: [{ port: "${port}", reply: "$${x} ${word} {{input}}", protocol: tcp }] } }';
    const [image] = await read(`vars: { port: 90, word: hi }\n${text}`);
    assert.deepEqual(image?.ports[0], {
      port: 90,
      reply: '${x} hi {{input}}',
      protocol: 'tcp',
      address: '0.0.0.0',
      delay: 0,
      answers: image?.ports[0]?.answers,
    });
    const matrix = await loadTexts({
      'a.yaml': `title: A\nmatrix: { code: [200, 500] }\nsimulated-images: { a: { ports: [{ port: 1, answers: { /: { status: "\${code}" } } }] } }\n${steps}`,
    });
    assert.deepEqual(
      matrix.scenarios.map(({ planned, simulatedImages: [image] }) => [
        image?.scenario === planned.id,
        image?.ports[0]?.answers['/']?.status,
      ]),
      [
        [true, 200],
        [true, 500],
      ],
    );
  });

  for (const [text, expected] of [
    ['{ shop/web: { prots: [80] } }', /^4:17 shop\/web has no key prots\. Did you mean ports\?$/],
    ['{ shop/web: }', /^4:5 shop\/web is empty, but must be a mapping\./],
    ['{ Shop: {} }', /^4:5 Shop is not a valid image name\. Write a name such as shop\/web/],
    [
      '{ a: {}, docker.io/library/a: {} }',
      /^4:12 docker\.io\/library\/a is already described, as a\. Describe each image once\.$/,
    ],
    ['{ a:latest: {}, index.docker.io/a:latest: {} }', /^4:19 .* is already described, as a:latest\./],
    ['{ a: { ports: [80, 80] } }', /^4:22 Another entry of ports already has TCP port 80\./],
    ['{ a: { ports: [0] } }', /^4:18 ports\[0\] is 0, but must be at least 1\./],
    ['{ a: { ports: [{ port: 1, reply: x }] } }', /^4:29 A port with protocol http cannot have reply\. Use answers\.$/],
    [
      '{ a: { ports: [{ port: 1, protocol: udp, answers: { /: x } }] } }',
      /^4:44 A port with protocol udp cannot have answers\./,
    ],
    [
      '{ a: { ports: [{ port: 1, answers: { x: z } }] } }',
      /^4:40 A path must begin with \/, but this is x\. Did you mean \/x\?$/,
    ],
    ['{ a: { files: { x: z } } }', /^4:19 A file must begin with \//],
    [
      '{ a: { log: ["{{hostnam}}"] } }',
      /^4:17 There is no placeholder {{hostnam}}\. Did you mean {{hostname}}\? To write the literal text, use \\{{hostnam}}/,
    ],
    ['{ a: { log: ["{{client}}"] } }', /^4:17 There is no placeholder {{client}}\. .*Known names: hostname/],
    ['{ a: { log: ["${hostname}"] } }', /^4:17 \${hostname} has no value here, .*Did you mean {{hostname}}\?$/],
    ['{ a: { log: ["${service.web.clusterIP}"] } }', /^4:17 .* has no value here, .* Only variables and the matrix/],
    ['{ a: { log: ["${portt}"] } }', /^4:17 .* Did you mean port\?$/],
    ['{ a: { log: ["${"] } }', /^4:17 A \${ is not closed by }\./],
    ['{ a: { exit: { after: soon } } }', /^4:25 after is the string "soon", but must be a duration/],
    ['[]', /must be a mapping/],
  ] as const)
    it(`refuses ${text}`, async () => {
      const faults = await refuse(`vars: { port: 1 }\nsimulated-images:\n  ${text}`);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0] ?? '', expected);
    });

  it('report the faults of all images at once, in order', async () => {
    const text =
      'simulated-images:\n  a: { prots: [1] }\n  B: {}\n  c: { log: ["{{x}}"], shell: zsh }\n  d: { log: ["{{y}}"] }';
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': `title: A\n${text}\n${steps}` })), [
      'schema-unknown-key a.yaml:3:8',
      'schema-value a.yaml:4:3',
      'schema-value a.yaml:5:31',
      'reference-unknown a.yaml:6:15',
    ]);
  });

  it('accept the image that the kubelet suggests for an unknown one', async () => {
    const ports = [
      { containerPort: 3000, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP' },
    ];
    for (const image of ['web', 'shop/web:1.2', 'localhost:5000/shop/web', 'registry.example.com/a/b/c@sha256:0']) {
      const [, snippet = ''] = /`(.*)`/.exec(pullFault({ image, ports }, [])) ?? [];
      const [described] = await read(snippet);
      assert.deepEqual(
        described?.ports.map(({ port, protocol }) => [port, protocol]),
        [
          [3000, 'http'],
          [53, 'udp'],
        ],
        snippet,
      );
    }
  });
});
