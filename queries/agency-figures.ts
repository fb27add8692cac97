import { z } from 'zod';
import type { Code } from './codelists.ts';

/**
 * What an agency counts itself under its agreement, for comparison with the agency of record (TFM agreement of 2025,
 * section XII; `domain.md` §2.1). The codes are kinds of event, because they are compared with those.
 */
export const agencyMeasures = [
  { code: 'encounter', label: 'Encounters' },
  { code: 'detainer', label: 'Detainers issued' },
  { code: 'warrant-served', label: 'Administrative warrants served' },
  { code: 'charging-document', label: 'Charging documents issued' },
  { code: 'custody-transfer', label: 'Transfers to ICE custody' },
] as const satisfies readonly Code[];
export type AgencyMeasure = (typeof agencyMeasures)[number]['code'];

/** The largest figure that an agency can mean. */
export const largestAgencyFigure = 1_000_000;

/** One figure that an agency reported: of one agreement, month and measure. */
export const agencyFigureContract = z.strictObject({
  agreement_id: z.string().min(1).max(100),
  /** The first day of the month. */
  month: z.iso.date().regex(/-01$/, 'must be the first day of a month'),
  measure: z.enum(agencyMeasures.map(({ code }) => code) as [AgencyMeasure, ...AgencyMeasure[]]),
  figure: z.int().min(0).max(largestAgencyFigure),
});
export type AgencyFigure = Readonly<z.infer<typeof agencyFigureContract>>;

export interface AgencyFigureTable {
  readonly agreement_id: string;
  /** The first day of the month. */
  readonly month: string;
  readonly measure: string;
  readonly figure: number;
}
