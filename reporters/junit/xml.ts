import { escapeXmlAttribute, escapeXmlLines } from '../shared/escape.ts';

/** An element with its attributes in order; undefined ones are left out. */
export interface Element {
  name: string;
  attributes?: Record<string, string | undefined>;
  /** Elements, or text. */
  children?: readonly Element[] | string;
}

/** Indented XML 1.0 in UTF-8, with a newline at its end. All escaping happens here. */
export const renderXml = (root: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, '')}`;

const renderElement = ({ name, attributes = {}, children = [] }: Element, indent: string): string => {
  const head = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXmlAttribute(value)}"`)
    .join('');
  if (children.length === 0) return `${indent}<${name}${head}/>\n`;
  if (typeof children === 'string') return `${indent}<${name}${head}>${escapeXmlLines(children)}</${name}>\n`;
  const inside = children.map((child) => renderElement(child, `${indent}  `)).join('');
  return `${indent}<${name}${head}>\n${inside}${indent}</${name}>\n`;
};

/** The element `properties`; no element if there are no values. */
export const propertiesOf = (values: Record<string, string | number | undefined>): Element[] => {
  const children = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): Element => ({ name: 'property', attributes: { name, value: String(value) } }));
  return children.length ? [{ name: 'properties', children }] : [];
};
