import { PipelineError } from '../errors.ts';
import { refusalInWords } from '../publish/refusal.ts';

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
  const refusal = refusalInWords(error);
  if (refusal !== null) {
    const { path = 'a folder' } = error as NodeJS.ErrnoException;
    return {
      what,
      message: `${path}: ${refusal}`,
      remedy: 'mend that: `report287 doctor` says what else is',
      details: [],
    };
  }
  const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  return { what, message, remedy: 'see the log; if it comes again, report it as a defect of report287', details: [] };
}
