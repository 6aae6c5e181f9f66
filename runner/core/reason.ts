/**
 * Why a step did not pass: a closed union with a line each, the same on every cluster, so that two clusters can be
 * compared and a student's mistake can be counted. The documentation lists the same codes, and a test compares the two.
 */
export const reasonCodes = {
  // The network's answers, in the words of semantics.
  refused: 'The connection was refused: nothing listens there, or the Service has no ready endpoint.',
  dropped: 'The connection attempt was lost without an answer until the time limit.',
  unreachable: 'The connection failed, and the cluster does not tell refused from dropped.',
  unresolvable: 'The name does not resolve from the vantage point.',
  reset: 'The connection was accepted and then broken.',
  'no-answer': 'The connection was accepted or the datagram sent, and no complete answer came until the time limit.',
  reachable: 'A connection succeeded that was expected to fail.',
  'tls-failed': 'The TLS handshake failed or the certificate does not fit the name.',
  'status-mismatch': 'The HTTP status is not the expected one.',
  'body-mismatch': 'The body or a header is not as expected.',
  // Who answered.
  'pods-not-hit': 'Some ready pods of the Service never answered.',
  'pod-unexpected': 'An answer came from a pod that is not behind the Service.',
  'pod-unidentified': 'An answer names none of the pods, so nobody can tell who gave it.',
  'too-few-pods': 'The Service has fewer ready pods than the expectation needs.',
  'not-sticky': 'Requests of one client were answered by several pods.',
  'not-kept-alive': 'The server closed the connection after an answer, so requests could not share it.',
  'split-mismatch': 'The shares of new connections differ from the expected weights.',
  'source-mismatch': 'The server saw connections come from another address than expected.',
  'always-sticky': 'Requests were answered by one pod although several should answer.',
  // Discovery: ping, DNS, environment.
  'ping-answered': 'A ping was answered that was expected to be lost.',
  'ping-lost': 'A ping was not answered.',
  'name-resolves': 'A name resolved that was expected not to.',
  'records-mismatch': 'The DNS answer differs from the expected one.',
  'environment-mismatch':
    'What a container was given to find Services by, its variables or its /etc/resolv.conf, is not as expected.',
  // The objects.
  'not-found': 'An object that the step needs does not exist.',
  'still-there': 'An object exists that should be gone.',
  'no-endpoints': 'The Service has no ready endpoint.',
  'endpoints-mismatch': "The Service's endpoints differ from the expected ones.",
  'fields-mismatch': "An object's fields differ from the expected ones.",
  'not-ready': 'The objects did not become ready in time.',
  'request-refused': 'The API server refused the request.',
  'refusal-mismatch': 'The API server refused the request for another cause than the expected one.',
  'request-accepted': 'The API server accepted a request that it should have refused.',
  'pods-gone': 'The vantage point names no running pod.',
  // Commands.
  'exit-mismatch': 'A command ended with another exit code than expected.',
  'output-mismatch': 'The output of a command, or a log, is not as expected.',
  'did-not-hold': 'The expectation held and then stopped holding.',
  // The runner's own trouble: always an error, never the subject's fault.
  'control-failed': 'The positive control of a negative expectation failed, so the expectation proves nothing.',
  'tool-missing': 'The vantage point lacks a program that the step runs there.',
  'no-exit-status': 'A command ended without an exit status: what it did is unknown.',
  'transcript-unreadable': 'The output of a probe could not be read.',
  'endpoints-moved': "The Service's endpoints kept changing while the step looked.",
  'exec-failed': 'A command could not be started at the vantage point.',
  'cluster-error': 'The cluster did not answer, or answered with an error of its own.',
  'time-ran-out': 'The time of the step ran out before a look was complete.',
  'reference-unresolved': 'A ${…} expression names something that does not exist now.',
  'spec-invalid': 'The step is not valid once its ${…} expressions have values.',
  blocked: 'A step that this one requires did not pass.',
  'needs-unmet': 'The cluster or the machine lacks what the step needs.',
  interrupted: 'The run was interrupted.',
  'fail-fast': 'An earlier failure stopped the run.',
  'setup-failed': "The scenario's set-up did not succeed.",
  'never-ran': 'The run ended before this step.',
  internal: 'A fault of Plumbline itself.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof reasonCodes;

export interface Reason {
  code: ReasonCode;
  /** A sentence a student understands, with the observed values in it. */
  message: string;
  /** What to look at or to change. */
  hint?: string;
}
