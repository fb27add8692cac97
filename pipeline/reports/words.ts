import { caseWords } from './words/cases.ts';
import { chartWords } from './words/charts.ts';
import { controlWords } from './words/controls.ts';
import { dictionaryWords } from './words/dictionary.ts';
import { documentWords } from './words/document.ts';
import { noteWords } from './words/notes.ts';
import { periodWords } from './words/periods.ts';
import { regimeWords } from './words/regimes.ts';
import { revisionWords } from './words/revisions.ts';
import { tableWords } from './words/tables.ts';

/**
 * The words that reports share: every sentence, heading and phrase that is put into a document and is not of one report,
 * one measure or one regime. `{name}` marks a slot; each has to be there, and no other. What depends on a number stands as
 * `one` and `many`.
 */
export const sharedWords = {
  document: documentWords,
  periods: periodWords,
  tables: tableWords,
  notes: noteWords,
  regimes: regimeWords,
  revisions: revisionWords,
  cases: caseWords,
  charts: chartWords,
  controls: controlWords,
  dictionary: dictionaryWords,
} as const;

/** The words of a report, in the places of {@link sharedWords}. */
export type ReportWords = Worded<typeof sharedWords>;

/** Any text in the same places. */
type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> };
