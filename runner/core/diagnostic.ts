/** A place in a user's file. Lines and columns count from 1; `end` is exclusive. */
export interface Span {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/**
 * Every fault that a user can meet in a file, an option or the machine, with one sentence each.
 * The documentation lists the same codes, and a test compares the two.
 */
export const diagnosticCodes = {
  'file-not-found': 'A path on the command line or in a scenario does not exist or cannot be read.',
  'path-outside': 'A path leads out of the folder of the scenarios.',
  'file-too-large': 'A file is larger than the loader accepts (1 MiB).',
  'yaml-syntax': 'The text is not valid YAML 1.2.',
  'yaml-duplicate-key': 'A mapping has the same key twice; one of the two values would be lost.',
  'yaml-too-many-aliases': 'Aliases expand to far more values than the text itself has.',
  'yaml-ambiguous-scalar':
    'kubectl (YAML 1.1) and YAML 1.2 read a plain scalar, such as on or 0120, as different values.',
  'yaml-several-documents': 'A file that must have exactly one document has several, or none.',
  'schema-type': 'A value has the wrong type.',
  'schema-value': 'A value has the right type and is not allowed here.',
  'schema-required': 'A mapping lacks a required key.',
  'schema-unknown-key': 'A mapping has a key that Plumbline does not know. An ignored expectation must never pass.',
  'step-kind-unknown': 'A step has a kind that does not exist.',
  'step-kind-missing': 'A step has no kind.',
  'step-kind-several': 'A step has more than one kind.',
  'step-empty': 'A step expects nothing.',
  'scenario-empty': 'A scenario has no step.',
  'id-duplicate': 'Two steps of a scenario have the same id.',
  'reference-unknown': 'A ${…} expression or `requires` names something that does not exist.',
  'reference-syntax': 'The syntax of a ${…} expression is wrong.',
  'reference-later': 'A step refers to a step or capture that comes after it.',
  'vantage-syntax':
    'A vantage point (`from`) is none of pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside, probe.',
  'manifest-invalid': 'A manifest lacks apiVersion, kind or metadata.name.',
  'manifest-namespace': "A manifest names a namespace that is not one of the scenario's own.",
  'option-invalid': 'A command-line option has a value that is not allowed.',
  'nothing-selected': 'The paths, tags and patterns select no scenario.',
  'docker-unavailable': 'No container engine answers.',
  'cluster-boot-failed': 'A cluster did not start; the message names the phase.',
  'cluster-unreachable': 'The API server does not answer.',
  'cluster-exists': 'A cluster of this name is already running.',
  'provider-unknown': 'The name given to --cluster is not a provider.',
  'reporter-unknown': 'The name given to --reporter is not a reporter.',
  'report-unwritable': 'A report or record cannot be written to its file.',
  'record-damaged': "Lines of a run's record cannot be read, or a newer version of Plumbline wrote it.",
  'run-incomplete': 'The record ends before the run did: the run crashed, was killed, or is still going on.',
  'not-simulated': 'A scenario needs a kind of object or an image that this cluster does not simulate.',
  'setup-failed': 'The set-up of a scenario failed.',
  'cleanup-failed': 'Clean-up could not remove something.',
  internal: 'A fault in Plumbline itself.',
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof diagnosticCodes;

/** Codes of faults of the machine, not of the user: a command that meets one exits with 3, and not with 2. */
export const environmentalCodes: ReadonlySet<DiagnosticCode> = new Set([
  'docker-unavailable',
  'cluster-boot-failed',
  'cluster-unreachable',
  'not-simulated',
  'report-unwritable',
  'cleanup-failed',
  'internal',
]);

/** One fault as data. It becomes text only at the edge (`core/frame.ts`). */
export interface Diagnostic {
  code: DiagnosticCode;
  /** Says the fault with the user's own value in it, and the values that are allowed. */
  message: string;
  /** The remedy. */
  hint?: string;
  span?: Span;
}

/** Carries diagnostics up to the edge, where they become text. Its own message is never shown. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => `${each.code}: ${each.message}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}
