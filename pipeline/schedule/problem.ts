import { PipelineError } from '../errors.ts';

/** Trouble that a look met and went on from. */
export interface Problem {
  /** The thing that it is about: `enforcement-actions 2025-10 internal`. */
  readonly what: string;
  readonly message: string;
  readonly remedy: string;
  /** Further lines, one finding each. */
  readonly details: readonly string[];
}

/** What was thrown, as it is told; what nobody foresaw is called so. */
export function problemOf(what: string, error: unknown): Problem {
  if (error instanceof PipelineError) {
    const { message, remedy, details } = error;
    return { what, message, remedy, details };
  }
  const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  return { what, message, remedy: 'see the log; if it comes again, report it as a defect of report287', details: [] };
}
