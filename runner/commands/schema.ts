import { exitCodes } from '../core/exit-code.ts';
import { defineCommand } from '../options/command.ts';

/** The JSON Schema of scenario files as editors read it, folded from the list of kinds. */
export const schema = defineCommand({
  name: 'schema',
  summary: 'print the JSON Schema of scenario files, for editors',
  notes: [
    'Editors with a YAML language server complete and check a scenario that begins with',
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
