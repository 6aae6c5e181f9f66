import assert from 'node:assert/strict';
import { serveStreams } from './connect.ts';

describe('upgrades', () => {
  let api: Awaited<ReturnType<typeof serveStreams>>;
  before(async () => {
    api = await serveStreams();
  });
  after(() => api.server.close());

  const refused = (query: string, protocols: string[], pod?: string): Promise<string> =>
    new Promise((resolve) => api.webSocket(query, protocols, pod).on('error', ({ message }) => resolve(message)));

  it('are refused with a Status before they begin', async () => {
    const v5 = ['v5.channel.k8s.io'];
    for (const [query, protocols, pod, says] of [
      ['exec', v5, 'p', /400/],
      ['exec?command=x', ['v9.channel.k8s.io'], 'p', /400/],
      ['portforward', v5, 'p', /400/],
      ['log', v5, 'p', /404/],
      ['nonsense', v5, 'p', /404/],
      ['exec?command=x', v5, 'nobody', /404/],
      ['exec?command=x', v5, 'waits', /400/],
    ] as const)
      assert.match(await refused(query, [...protocols], pod), says, query);
    await assert.rejects(
      api.spdy('exec?command=x', 'v1.channel.k8s.io'),
      /403 unable to upgrade: unable to negotiate protocol: client supports \[v1\.channel\.k8s\.io\], server accepts \[v4/,
    );
    await assert.rejects(
      api.spdy('exec?command=x', 'v4.channel.k8s.io', { pod: 'waits' }),
      /400 pod waits does not have a host assigned/,
    );
    await assert.rejects(
      api.spdy('portforward', 'portforward.k8s.io', { upgrade: 'h2c' }),
      /400 unable to upgrade: h2c is neither websocket nor spdy\/3\.1/,
    );
  });
});
