/**
 * The exit codes of the command line, after BSD `sysexits.h` where one fits.
 * Expected trouble (a reject, a withheld cell, a failed receipt) is data; only what stops a run is thrown.
 */
export const exitCodes = {
  usage: 64,
  contract: 65,
  regime: 65,
  check: 65,
  source: 69,
  render: 70,
  internal: 70,
  publish: 73,
  delivery: 75,
  config: 78,
} as const satisfies Record<string, number>;

/** What kind of trouble stopped the run. */
export type ErrorKind = keyof typeof exitCodes;

/**
 * Trouble that stops a run. The message says what failed and on which thing; `remedy` says what to do.
 * Carries ids and dates, never personal data.
 */
export class PipelineError extends Error {
  readonly kind: ErrorKind;
  readonly remedy: string;
  /** Further lines for the reader (one finding or problem each), in order. */
  readonly details: readonly string[];

  constructor(
    kind: ErrorKind,
    message: string,
    remedy: string,
    options: { readonly details?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PipelineError';
    this.kind = kind;
    this.remedy = remedy;
    this.details = options.details ?? [];
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** Use at the end of an exhaustive switch: the type checker proves that it is never reached. */
export function unreachable(value: never): never {
  throw new PipelineError(
    'internal',
    `unexpected value ${JSON.stringify(value)}`,
    'report this as a defect of report287',
  );
}
