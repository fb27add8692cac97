import type { z } from 'zod';
import {
  type CriminalCharge,
  criminalChargeContract,
  datedFacts,
  type Evidence,
  evidenceContract,
} from '../evidence.ts';

/** A row as it is checked: what the file has no column for is undefined. */
type Checked<Row> = { readonly [C in keyof Row]?: Row[C] | undefined };

/** What one row must not say together; the reason is told with the column. */
interface Contradiction<Row> {
  readonly column: keyof Row & string;
  readonly reason: string;
  readonly isIn: (row: Checked<Row>) => boolean;
}

/** Columns that say more of a fact, each with the fact. */
const saidMoreOf: readonly (readonly [column: keyof Evidence & string, fact: keyof Evidence & string])[] = [
  ...Object.entries(datedFacts).map(([fact, day]) => [day, fact as keyof typeof datedFacts] as const),
  ['gang_participation_age', 'gang_participation'],
];

const evidenceContradictions: readonly Contradiction<Evidence>[] = [
  ...saidMoreOf.map(([column, fact]) => ({
    column,
    reason: `is given, and ${fact} is not true`,
    isIn: (row: Checked<Evidence>) => hasValue(row[column]) && row[fact] !== true,
  })),
  {
    column: 'final_order_complied',
    reason: 'is true, and final_order is false',
    isIn: (row) => row.final_order_complied === true && row.final_order === false,
  },
  {
    column: 'aggravated_felony_conviction',
    reason: 'is true, and conviction_count is 0',
    isIn: (row) => row.aggravated_felony_conviction === true && row.conviction_count === 0,
  },
];

const notConvicted = (row: Checked<CriminalCharge>) => row.status !== 'convicted';

const chargeContradictions: readonly Contradiction<CriminalCharge>[] = [
  {
    column: 'sentenced_as',
    reason: 'a felony is not sentenced as an infraction, nor an infraction as a felony',
    isIn: ({ offense_class: of, sentenced_as: as }) =>
      (of === 'felony' && as === 'infraction') || (of === 'infraction' && as === 'felony'),
  },
  {
    column: 'aggravated_felony',
    reason: 'is true, and the offense is an infraction',
    isIn: (row) => row.aggravated_felony === true && row.offense_class === 'infraction',
  },
  {
    column: 'convicted_on',
    reason: 'is before charged_on',
    isIn: ({ charged_on: charged, convicted_on: convicted }) =>
      hasValue(charged) && hasValue(convicted) && convicted < charged,
  },
  ...(['convicted_on', 'sentenced_as', 'sentence_days', 'sentence_suspended'] as const).map((column) => ({
    column,
    reason: 'is given, and the status is not convicted',
    isIn: (row: Checked<CriminalCharge>) => notConvicted(row) && hasValue(row[column]),
  })),
];

const hasValue = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

function refuse<Row>(contradictions: readonly Contradiction<Row>[]) {
  return (row: Checked<Row>, context: z.RefinementCtx): void => {
    for (const { column, reason, isIn } of contradictions) {
      if (isIn(row)) context.addIssue({ code: 'custom', message: reason, path: [column] });
    }
  };
}

/** A row of `evidence`: a column that the file does not have is as one that is blank. */
export const extractEvidenceContract = evidenceContract
  .partial()
  .required({ event_id: true })
  .superRefine(refuse(evidenceContradictions));

/** A row of `criminal_charges`: what may be blank may be missing. */
export const extractChargeContract = criminalChargeContract
  .partial()
  .required({ event_id: true, charge_number: true, status: true, ncic_code: true, offense_class: true })
  .superRefine(refuse(chargeContradictions));
