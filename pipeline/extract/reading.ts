import type { Session } from '../../queries/database.ts';
import type { CoverageSpan } from '../../queries/provenance.ts';
import type { Parts, Windows } from '../../queries/tallies.ts';
import type { Classification } from '../classify.ts';
import { type Ground, type Measure, windowsOf, windowsOn } from '../measures/measure.ts';
import { comparisonWindows, type Period } from '../period.ts';
import type { ReportDefinition } from '../reports/report.ts';

/** What is read in one snapshot, and for whom. */
export interface Reading {
  /** As the documents show it that are to be made. */
  readonly definition: ReportDefinition;
  readonly period: Period;
  readonly classification: Classification;
  readonly coverage: readonly CoverageSpan[];
  /** The nation with each field office, or some agreements. */
  readonly parts: Parts;
  readonly session: Session;
}

/** What the documents of a reading are about. */
export const groundOfParts = ({ by }: Parts): Ground => (by === 'office' ? 'areas' : 'agreement');

/** The windows in which a measure is counted. What came about under an agreement is counted whole, whenever it was signed. */
export function windowsFor(measure: Measure, { period, coverage, parts }: Reading): Windows {
  const ground = groundOfParts(parts);
  const all =
    ground === 'areas' || measure.entity === 'agreement'
      ? windowsOn(measure, { period, coverage, subject: null })
      : comparisonWindows(period);
  return Object.fromEntries(windowsOf(measure, ground).map((id) => [id, all[id]]));
}
