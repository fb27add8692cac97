import type { ReportModel, ReportTable } from '../compose.ts';
import type { Extract } from '../extract.ts';
import type { Artifact } from '../formats/format.ts';

/** A reason not to publish: which check, on which thing, what is wrong. */
export interface Finding {
  readonly check: string;
  readonly subject: string;
  readonly problem: string;
}

/** What is about to be published: still in the staging folder. */
export interface Candidate {
  /** Absolute path of the staged edition. */
  readonly folder: string;
  readonly models: readonly ReportModel[];
  readonly artifacts: readonly Artifact[];
  /** The ids of the formats in which its documents are drawn; absent: in every one. */
  readonly formats?: readonly string[];
  /** Absent: nothing can be proved of lists and of tables of figures that are worked out one by one. */
  readonly composeAgain?: ComposeAgain;
}

/** Composes the lists, and the tables of figures that are worked out one by one, from what is on record of one scope alone. */
export type ComposeAgain = (scope: string, extract: Extract) => readonly ReportTable[];

/** A condition of release: publication is refused on one finding. */
export interface Check {
  readonly id: string;
  /** What it proves, as the notes and the manifest say it. */
  readonly proves: string;
  readonly examine: (candidate: Candidate) => Promise<readonly Finding[]>;
}
