/**
 * The reasons why a step does not pass, with one sentence each. They are the same on every cluster, so that results of two
 * clusters can be compared and mistakes of students can be counted. The documentation lists the same codes, and a test
 * compares the two.
 */
export const reasonCodes = {
  // The answers of the network.
  refused: 'The connection was refused: nothing listens there, or the Service has no ready endpoint.',
  dropped: 'The connection attempt got no answer until the time limit.',
  unreachable: 'The connection failed, and the cluster does not show whether it was refused or dropped.',
  unresolvable: 'The name does not resolve from the vantage point.',
  reset: 'The connection was accepted and then broken.',
  'no-answer': 'The connection was accepted or the datagram sent, and no complete answer came until the time limit.',
  reachable: 'A connection succeeded that was expected to fail.',
  'tls-failed': 'The TLS handshake failed, or the certificate is not valid for the name.',
  'status-mismatch': 'The HTTP status differs from the expected one.',
  'body-mismatch': 'The body or a header differs from the expected one.',
  // The pods that answered.
  'pods-not-hit': 'Some ready pods of the Service never answered.',
  'pod-unexpected': 'An answer came from a pod that is not behind the Service.',
  'too-few-pods': 'The Service has fewer ready pods than the expectation needs.',
  'not-sticky': 'Several pods answered the requests of one client.',
  'not-kept-alive': 'The server closed the connection after an answer, so that requests could not share it.',
  'split-mismatch': 'The shares of new connections differ from the expected weights.',
  'source-mismatch': 'The server saw connections from another source address than the expected one.',
  'always-sticky': 'One pod answered all requests, although several pods should answer.',
  // Discovery: ping, DNS, environment.
  'ping-answered': 'A ping was answered that was expected to be lost.',
  'ping-lost': 'A ping was not answered.',
  'name-resolves': 'A name resolved that was expected not to resolve.',
  'records-mismatch': 'The DNS answer differs from the expected one.',
  'environment-mismatch':
    'The environment variables or the /etc/resolv.conf with which a container finds Services differ from the expected ones.',
  // The objects.
  'not-found': 'An object that the step needs does not exist.',
  'still-there': 'An object exists that should be gone.',
  'no-endpoints': 'The Service has no ready endpoint.',
  'endpoints-mismatch': "The Service's endpoints differ from the expected ones.",
  'fields-mismatch': "An object's fields differ from the expected ones.",
  'not-ready': 'The objects did not become ready in time.',
  'request-refused': 'The API server refused the request.',
  'refusal-mismatch': 'The API server refused the request for another reason than the expected one.',
  'request-accepted': 'The API server accepted a request that it should have refused.',
  'pods-gone': 'No running pod is at the vantage point.',
  // Commands.
  'exit-mismatch': 'The exit code of a command differs from the expected one.',
  'output-mismatch': 'The output of a command, or a log, differs from the expected one.',
  'did-not-hold': 'The expectation was met at first, and later it was not.',
  // Troubles of Plumbline or the machine: always an error, never a fault of the objects under test.
  'control-failed':
    'The step expects a failure, and its control (a connection that must succeed) failed too, so that it proves nothing.',
  'not-simulated':
    'The step needs a kind of object or an image that this cluster does not simulate: use a real cluster.',
  'pod-unidentified': 'An answer contains the name of no pod, so its sender is unknown.',
  'tool-missing': 'The vantage point lacks a program that the step runs there.',
  'no-exit-status': 'A command ended without an exit status, so that its result is unknown.',
  'transcript-unreadable': 'The output of a probe could not be read.',
  'endpoints-moved': "The Service's endpoints kept changing while the step looked.",
  'exec-failed': 'A command could not be started at the vantage point.',
  'cluster-error': 'The cluster did not answer, or it answered with an internal error.',
  'time-ran-out': 'The time of the step ran out before one look was complete.',
  'reference-unresolved': 'A ${…} expression names something that does not exist now.',
  'spec-invalid': 'The step is not valid with the values of its ${…} expressions.',
  blocked: 'A step that this one requires did not pass.',
  'needs-unmet': 'The cluster or the machine lacks something that the step needs.',
  interrupted: 'The run was interrupted.',
  'fail-fast': 'An earlier failure stopped the run.',
  'setup-failed': 'The set-up of the scenario failed.',
  'never-ran': 'The run ended before this step.',
  internal: 'A fault in Plumbline itself.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof reasonCodes;

export interface Reason {
  code: ReasonCode;
  /** A sentence that a student understands, with the observed values in it. */
  message: string;
  /** The remedy, or the place to look at. */
  hint?: string;
}
