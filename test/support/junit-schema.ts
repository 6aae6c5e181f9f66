import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { root } from './imports.ts';

const schema = { fileName: 'junit-10.xsd', contents: readFileSync(join(root, 'test/fixtures/junit-10.xsd'), 'utf8') };

/** Validates documents against Jenkins' schema. Fails with the messages of libxml2. */
export const assertJunitSchema = async (...documents: readonly string[]): Promise<void> => {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { valid, errors } = await validateXML({ xml, schema });
  assert.ok(valid, `${errors.map(({ rawMessage }) => rawMessage).join('\n')}\n${documents.join('\n')}`);
};

/**
 * Removes the extensions that the default profile adds to Jenkins' schema: a case's `file`, `line` and `properties`.
 */
export const withoutExtensions = (xml: string): string =>
  xml.replaceAll(
    /(<testcase [^>]*?)(?: file="[^"]*")?(?: line="[^"]*")?(\/?>)(?:\n {6}<properties>[\s\S]*?<\/properties>)?/g,
    '$1$2',
  );
