import { debianTools } from '../shell/toolsets.ts';
import { httpListener, plain } from './http.ts';
import { defineImage, type Program } from './image.ts';

const serve: Program = ({ listeners, hostname, log }) => {
  log('Kubia server starting...');
  listeners.push(
    httpListener(8080, async (_request, peer) => {
      log(`Received request from ::ffff:${peer.ip}`);
      return plain(`You've hit ${hostname}\n`);
    }),
  );
};

/** The application of the book: answers with its host name. */
export const kubia = defineImage({
  names: ['luksa/kubia'],
  summary: "Answers `You've hit <hostname>` on 8080 and logs who asked.",
  tools: debianTools,
  libc: 'glibc',
  entrypoint: ['node', 'app.js'],
  programs: { node: serve },
});

const healthyRequests = 5;

const serveUnhealthy: Program = ({ listeners, hostname, log }) => {
  log('Kubia server starting...');
  let requests = 0;
  listeners.push(
    httpListener(8080, async (_request, peer) => {
      log(`Received request from ::ffff:${peer.ip}`);
      requests += 1;
      if (requests > healthyRequests) return plain("I'm not well. Please restart me!", 500);
      return plain(`You've hit ${hostname}\n`);
    }),
  );
};

/** The book's application for liveness probes: fails from the sixth request on. */
export const kubiaUnhealthy = defineImage({
  names: ['luksa/kubia-unhealthy'],
  summary: 'Like kubia, and answers 500 from the sixth request on.',
  tools: debianTools,
  libc: 'glibc',
  entrypoint: ['node', 'app.js'],
  programs: { node: serveUnhealthy },
});
