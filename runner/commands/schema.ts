import { exitCodes } from '../core/exit-code.ts';
import { defineCommand } from '../options/command.ts';

/** Prints the JSON Schema of scenario files for editors, made from the list of kinds. */
export const schema = defineCommand({
  name: 'schema',
  summary: 'print the JSON Schema of scenario files, for editors',
  notes: [
    'An editor with a YAML language server completes and checks a scenario whose first line is',
    '  # yaml-language-server: $schema=schema.json',
    '',
    'Example:',
    '  plumbline schema > schema.json',
  ].join('\n'),
  options: {},
  async run(_words, _options, io) {
    const [{ editorSchema }, { stepKinds }] = await Promise.all([
      import('../scenario/editor-schema.ts'),
      import('../steps/index.ts'),
    ]);
    io.out(`${JSON.stringify(editorSchema(stepKinds), undefined, 2)}\n`);
    return exitCodes.passed;
  },
});
