import type { Vantage } from '../cluster/cluster.ts';
import { commandLine } from './command-line.ts';
import { type HttpRequest, requestWords } from './http/request.ts';

/** A line to paste that runs a command at the vantage point; for `outside`, on the person's own machine. */
export const reproduceLine = (vantage: Vantage, argv: readonly string[], times = 1): string => {
  const words = commandLine([...placeWords(vantage), ...argv]);
  return times > 1 ? `for i in $(seq ${times}); do ${words}; done` : words;
};

const placeWords = (vantage: Vantage): string[] => {
  if (vantage.place === 'outside') return [];
  if (vantage.place === 'node') return ['docker', 'exec', vantage.node];
  const container = vantage.container === undefined ? [] : ['-c', vantage.container];
  return ['kubectl', 'exec', '-n', vantage.namespace, vantage.pod, ...container, '--'];
};

/** The same for a request, with the options that a person would use. */
export const reproduceRequest = (vantage: Vantage, { times = 1, ...request }: HttpRequest): string => {
  const words = ['curl', '-sS', '-i', '-m', '5', ...requestWords(request).filter((word) => word !== '--url')];
  return reproduceLine(vantage, words, times);
};
