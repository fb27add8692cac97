import { PipelineError } from '../../errors.ts';

/** Why a workbook is not read, and what to do. */
export interface Reason {
  readonly what: string;
  readonly remedy: string;
}

/** A reason, in words that follow the name of the file: `it is cut short`. */
export function refusal(what: string, remedy: string): Reason {
  return { what, remedy };
}

/** Makes the error of one file. Reasons name parts, cells and sizes, never what a cell holds: it may be anything. */
export type Refusal = (reason: Reason) => PipelineError;

/** The refusals of the file of that name. */
export function refusalsOf(name: string): Refusal {
  return ({ what, remedy }) => new PipelineError('contract', `${name} cannot be read as a workbook: ${what}`, remedy);
}
