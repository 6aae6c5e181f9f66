/** A Status with which the API server answered. https://kubernetes.io/docs/reference/using-api/api-concepts/ */
export class ApiError extends Error {
  /** HTTP status: 404, 409, 422 … */
  readonly status: number;
  /** Status.reason: NotFound, Invalid, Conflict, AlreadyExists, Forbidden … */
  readonly reason: string;
  /** Status.details.causes, if there are any. */
  readonly causes: readonly { reason: string; message: string; field: string }[];

  constructor(status: number, reason: string, message: string, causes: ApiError['causes'] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.causes = causes;
  }

  /** The kind that a simulated cluster lacks and a real one has, such as `Role (rbac.authorization.k8s.io/v1)`. */
  get notSimulated(): string | undefined {
    return this.causes.find(({ reason }) => reason === 'NotSimulated')?.message;
  }

  /** True if the request itself is at fault, so that another attempt changes nothing. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429 && this.status !== 410;
  }
}

/** The API server did not answer: the connection was refused or reset, or it timed out. */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreachableError';
  }
}
