import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../core/diagnostic.ts';
import { isObject } from '../core/json.ts';
import { choice, type Infer, integer, list, object, optional, string } from '../core/shape.ts';
import { type DescribedImage, simulatedImagesShape } from '../core/simulated-image.ts';
import { parseSource } from '../core/source.ts';
import { Page } from '../scenario/page.ts';
import { readSimulatedImages, simulatedImagesKey, soundImages } from '../scenario/simulated-images.ts';
import { checkValue } from '../scenario/validate.ts';
import { configName, findConfig } from './find-config.ts';

/** The settings that `plumbline.yaml` may contain. An option on the command line overrides them. */
export const configShape = object(
  {
    scenarios: optional(
      list(string('A path, folder or glob.'), 'The scenarios that `plumbline run` runs without a path.'),
    ),
    cluster: optional(string('The cluster provider, such as kind.')),
    workers: optional(integer('The number of worker nodes besides the control plane.', { minimum: 0, maximum: 20 })),
    proxyMode: optional(choice(['iptables', 'nftables'], 'The mode of kube-proxy.')),
    nodeImage: optional(string('The node image of the kind provider.')),
    probeImage: optional(string("The image of Plumbline's own pods, with sh, curl, ping, dig and nc.")),
    hostImage: optional(string('The image of external hosts: it answers HTTP on port 8080 with its host name.')),
    parallel: optional(integer('The number of scenarios that run at the same time.', { minimum: 1, maximum: 64 })),
    [simulatedImagesKey]: optional(simulatedImagesShape),
  },
  'The settings of a project.',
);

export interface Config extends Omit<Infer<typeof configShape>, typeof simulatedImagesKey> {
  simulatedImages?: DescribedImage[];
}

export interface ReadConfig {
  config: Config;
  diagnostics: Diagnostic[];
  texts: Map<string, string>;
}

/** Reads plumbline.yaml in the working directory. Without the file, every setting has its default. */
export const readConfig = (cwd: string): ReadConfig => {
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const path = findConfig(cwd);
  if (path === undefined) return { config: {}, diagnostics, texts };
  const text = readFileSync(path, 'utf8');
  texts.set(configName, text);
  const source = parseSource(text, configName);
  diagnostics.push(...source.diagnostics);
  const [document] = source.documents;
  if (!document || diagnostics.length > 0) return { config: {}, diagnostics, texts };
  const page = new Page({ file: configName, text, document, sink: (fault) => diagnostics.push(fault) });
  const faults = checkValue(configShape.schema, document.value, { name: configName, expressions: false });
  for (const { path: at, at: part, ...fault } of faults) page.report(fault, at, part);
  if (!isObject(document.value)) return { config: {}, diagnostics, texts };
  const { [simulatedImagesKey]: _, ...config } = document.value;
  const simulatedImages = readSimulatedImages(soundImages(document.value, faults), page);
  if (diagnostics.length > 0) return { config: {}, diagnostics, texts };
  return {
    config: { ...(config as Config), ...(simulatedImages.length > 0 && { simulatedImages }) },
    diagnostics,
    texts,
  };
};
