/** A place in a user's file. Lines and columns count from 1; `end` is exclusive. */
export interface Span {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/**
 * Every fault a user can make in a file, an option or a machine: one line each.
 * The documentation lists the same codes, and a test compares the two.
 */
export const diagnosticCodes = {
  'file-not-found': 'A path that the command line or a scenario names does not exist or cannot be read.',
  'path-outside': 'A path leads out of the folder that holds the scenarios.',
  'file-too-large': 'A file is larger than the loader accepts (1 MiB).',
  'yaml-syntax': 'The text is not YAML 1.2.',
  'yaml-duplicate-key': 'A mapping has the same key twice; one of the two values would be lost.',
  'yaml-too-many-aliases': 'Aliases expand to far more values than the text holds.',
  'yaml-ambiguous-scalar': 'A plain scalar that kubectl (YAML 1.1) and YAML 1.2 read differently, such as on or 0120.',
  'yaml-several-documents': 'A file that must hold one document holds several, or none.',
  'schema-type': 'A value has another type than its place needs.',
  'schema-value': 'A value has the right type and is still not allowed here.',
  'schema-required': 'A mapping lacks a key that it must have.',
  'schema-unknown-key': 'A key that nothing reads; an ignored expectation must never pass.',
  'step-kind-unknown': 'A step names a kind that does not exist.',
  'step-kind-missing': 'A step has no kind.',
  'step-kind-several': 'A step names two kinds or more.',
  'step-empty': 'A step expects nothing.',
  'scenario-empty': 'A scenario has no step.',
  'id-duplicate': 'Two steps of a scenario have the same id.',
  'reference-unknown': 'A ${…} expression or requires names what does not exist.',
  'reference-syntax': 'A ${…} expression cannot be read.',
  'reference-later': 'A step refers to a step or capture that comes after it.',
  'vantage-syntax':
    'A vantage point is none of pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside, probe.',
  'manifest-invalid': 'A manifest lacks apiVersion, kind or metadata.name.',
  'manifest-namespace': "A manifest names a namespace that is not the scenario's own.",
  'option-invalid': 'A command-line option has a value that it cannot have.',
  'nothing-selected': 'No scenario is left after paths, tags and patterns.',
  'docker-unavailable': 'No container engine answers.',
  'cluster-boot-failed': 'A cluster did not come up; the message names the phase.',
  'cluster-unreachable': 'The API server does not answer.',
  'cluster-exists': 'A cluster of this name is up already.',
  'provider-unknown': 'The name given to --cluster is no provider.',
  'reporter-unknown': 'The name given to --reporter is no reporter.',
  'report-unwritable': 'A report file cannot be written where it is asked for.',
  'record-damaged': "Lines of a run's record cannot be read, or the record is of a newer version.",
  'run-incomplete': 'The record ends before the run did: a crash, a kill, or a run that is still going.',
  'setup-failed': "A scenario's set-up did not succeed.",
  'cleanup-failed': 'Something could not be removed at the end.',
  internal: 'A fault of Plumbline itself.',
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof diagnosticCodes;

/** The machine's fault and not the user's: a command that meets one exits with 3 and not with 2. */
export const environmentalCodes: ReadonlySet<DiagnosticCode> = new Set([
  'docker-unavailable',
  'cluster-boot-failed',
  'cluster-unreachable',
  'report-unwritable',
  'cleanup-failed',
  'internal',
]);

/** One fault as data. It becomes text once, at the edge (`core/frame.ts`). */
export interface Diagnostic {
  code: DiagnosticCode;
  /** What is wrong, with the user's own value in it, then what is allowed. */
  message: string;
  /** What to do. */
  hint?: string;
  span?: Span;
}

/** Carries diagnostics through a stack that cannot go on. Never shown as it is. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => `${each.code}: ${each.message}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}
