import type { HttpResponse } from '../objects/sockets.ts';
import { byteLength } from '../shell/http-text.ts';
import { pathFrom } from '../shell/tool.ts';
import { debianTools } from '../shell/toolsets.ts';
import { html, httpListener, pathOf } from './http.ts';
import { defineImage, type Process, type Program } from './image.ts';

const version = '1.27.5';
const root = '/usr/share/nginx/html';

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>
</body>
</html>
`;

const errorPage = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  txt: 'text/plain',
  json: 'application/json',
  css: 'text/css',
  js: 'application/javascript',
};

const fileAt = async ({ shell }: Process, path: string): Promise<HttpResponse> => {
  const file = pathFrom(root, `.${pathFrom('/', path)}${path.endsWith('/') ? '/index.html' : ''}`);
  const body = await shell.machine.files.read(file);
  const server = { server: `nginx/${version}` };
  if (body === undefined) return html(errorPage('404 Not Found'), 404, server);
  const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return html(body, 200, { ...server, 'content-type': type, 'accept-ranges': 'bytes' });
};

/** 23/Nov/2026:15:46:35 +0000 */
const logDate = (date: Date): string => {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

const serve: Program = (self) => {
  const { listeners, log, clusterState } = self;
  log(`/docker-entrypoint.sh: Configuration complete; ready for start up`);
  listeners.push(
    httpListener(80, async (request, peer) => {
      const response = await fileAt(self, pathOf(request));
      const { method, target, headers } = request;
      log(
        `${peer.ip} - - [${logDate(clusterState.clock.date())}] "${method} ${target} HTTP/1.1" ${response.status} ${byteLength(response.body)} "${headers['referer'] ?? '-'}" "${headers['user-agent'] ?? '-'}" "${headers['x-forwarded-for'] ?? '-'}"`,
      );
      return response;
    }),
  );
};

/** nginx: serves the files of its usual directory on 80. */
export const nginx = defineImage({
  names: ['nginx', 'registry.k8s.io/e2e-test-images/nginx'],
  summary: 'Serves /usr/share/nginx/html on 80 and logs each request.',
  tools: debianTools,
  libc: 'glibc',
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  programs: { '/docker-entrypoint.sh': serve, nginx: serve },
  files: { [`${root}/index.html`]: welcome, [`${root}/50x.html`]: errorPage('An error occurred.') },
});
