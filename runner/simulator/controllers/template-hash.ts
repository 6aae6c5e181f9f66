import { createHash } from 'node:crypto';
import type { PodTemplate } from '../objects/pods.ts';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
};

/** Objects are never changed in place, and controllers compare the same ones again and again. */
const texts = new WeakMap<PodTemplate, string>();

/** The same template gives the same text, whatever the order of its keys. */
export const templateText = (template: PodTemplate): string => {
  const known = texts.get(template);
  if (known !== undefined) return known;
  const { metadata, spec } = template;
  const { 'pod-template-hash': _, ...labels } = metadata?.labels ?? {};
  const text = JSON.stringify(sorted({ labels, annotations: metadata?.annotations ?? {}, spec }));
  texts.set(template, text);
  return text;
};

/** pod-template-hash and controller-revision-hash: letters and digits without vowels. */
export const templateHash = (template: PodTemplate, collision = 0): string => {
  const digest = createHash('sha256')
    .update(`${templateText(template)}${collision || ''}`)
    .digest();
  return Array.from({ length: 10 }, (_, index) => alphabet[(digest[index] ?? 0) % alphabet.length]).join('');
};
