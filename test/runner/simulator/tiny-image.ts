import type { SimulatedImage } from '../../../runner/simulator/objects/images.ts';
import type { Listener } from '../../../runner/simulator/objects/sockets.ts';

/** Answers HTTP on 8080 with its host name; `exec` knows a few words. `behaviour` is its test's to change. */
export const tinyImage = (
  names: readonly string[] = ['luksa/kubia', 'registry.k8s.io/coredns/coredns'],
  behaviour: { status: number; exitOnStop: number; live: boolean } = { status: 200, exitOnStop: 0, live: true },
): SimulatedImage => ({
  names,
  summary: 'for tests',
  start: ({ hostname, container, env, files, log, exited }) => {
    log('started');
    const listeners: Listener[] = [
      {
        port: 8080,
        protocol: 'TCP',
        address: '0.0.0.0',
        http: async ({ target }) => {
          const live = behaviour.live ? 200 : 500;
          const status = target === '/live' ? live : behaviour.status;
          return { status, headers: {}, body: `You've hit ${hostname}\n` };
        },
      },
    ];
    return {
      name: String(container['name']),
      image: String(container['image']),
      listeners,
      exec: async ([program = '', ...args], io) => {
        if (program === 'env')
          io.stdout(
            Object.entries(env)
              .map(([key, value]) => `${key}=${value}\n`)
              .join(''),
          );
        else if (program === 'read') io.stdout(files[args[0] ?? ''] ?? '');
        else if (program === 'copy') for await (const text of io.stdin) io.stdout(text);
        else if (program === 'exit') exited(Number(args[0]));
        else if (program !== 'false')
          return { missing: `exec: "${program}": executable file not found in $PATH: unknown` };
        return { code: program === 'false' ? 1 : 0 };
      },
      stop: async () => exited(behaviour.exitOnStop),
    };
  },
});
