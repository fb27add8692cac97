import { z } from 'zod';
import { isIsoDate, programStart } from '../pipeline/period.ts';
import { agencyContract, agreementContract, agreementStatusContract } from './agreements.ts';
import { coverageKinds } from './coverage.ts';
import { eventContract, eventStatusContract } from './events.ts';
import { fieldOfficeContract } from './offices.ts';
import { administrationEntities, administrationIds } from './program-extract/administration.ts';
import {
  agencyColumns,
  agreementColumns,
  agreementStatusColumns,
  coverageColumns,
  criminalChargeColumns,
  eventColumns,
  eventStatusColumns,
  evidenceColumns,
  fieldOfficeColumns,
} from './program-extract/columns.ts';
import { extractChargeContract, extractEvidenceContract } from './program-extract/evidence.ts';

/** The last day that a row may name: no period lies beyond it. */
export const lastDayOnRecord = '2199-12-31';

const extractEventContract = eventContract
  .extend({ source_key: z.string().min(1).max(100) })
  .refine(({ occurred_on: day }) => !isIsoDate(day) || (day >= programStart && day <= lastDayOnRecord), {
    message: `must be from ${programStart}, the day of the statute, to ${lastDayOnRecord}`,
    path: ['occurred_on'],
  })
  .refine((event) => (event.birth_year === null) === (event.birth_year_absence !== null), {
    message: 'give either a year of birth or the reason why there is none, and not both',
    path: ['birth_year_absence'],
  });

/** What an extract covers: without such a statement, figures are unavailable, which is not zero. */
const coverageContract = z
  .strictObject({
    kind: z.enum(coverageKinds),
    office_code: z
      .string()
      .regex(/^[A-Z]{2,3}$/)
      .nullable(),
    covers_from: z.iso.date(),
    covers_until: z.iso.date(),
    identifies_287g: z.boolean(),
  })
  .refine((span) => span.covers_until > span.covers_from, {
    message: 'must be after covers_from',
    path: ['covers_until'],
  });

/** The files of an extract, parents first: the order in which they are imported. */
export const extractEntityIds = [
  'field_offices',
  'agencies',
  'agreements',
  'agreement_status',
  'enforcement_events',
  'event_status',
  'evidence',
  'criminal_charges',
  ...administrationIds,
  'coverage',
] as const;
/** One of them. */
export type ExtractEntityId = (typeof extractEntityIds)[number];

/** A column whose value must be on record, and where; `exempt` values stand for no record. */
export interface ExtractReference {
  readonly column: string;
  readonly to: 'field_offices' | 'agencies' | 'agreements' | 'enforcement_events' | 'officers';
  readonly exempt?: readonly string[];
}

/** One file of an extract: a CSV whose header names these columns and no others, in any order. */
export interface ExtractEntity {
  readonly id: ExtractEntityId;
  readonly title: string;
  readonly description: string;
  readonly contract: z.ZodObject;
  /** What each column says, in the order of the contract. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that together name a row; a file has each name once. */
  readonly key: readonly string[];
  /** The key columns that together name what a row is about: the newest file that names it gives all its rows. */
  readonly subject: readonly string[];
  /** Columns of the first day of a span and of the first day after it; spans of one subject do not overlap. */
  readonly spans?: { readonly from: string; readonly until: string };
  readonly references: readonly ExtractReference[];
}

const office: ExtractReference = { column: 'office_code', to: 'field_offices' };
const absences = ['withheld', 'unknown', 'not-recorded'];

/** Every file of an extract, parents first. */
export const extractEntities: readonly ExtractEntity[] = [
  {
    id: 'field_offices',
    title: 'Field offices',
    description: 'Field offices beyond those that are known already; a known one must be given as it is known.',
    contract: fieldOfficeContract,
    columns: fieldOfficeColumns,
    key: ['office_code'],
    subject: ['office_code'],
    references: [],
  },
  {
    id: 'agencies',
    title: 'Law enforcement agencies',
    description: 'Agencies that hold or held agreements, one row an agency.',
    contract: agencyContract,
    columns: agencyColumns,
    key: ['agency_id'],
    subject: ['agency_id'],
    references: [],
  },
  {
    id: 'agreements',
    title: 'Agreements',
    description: 'Memoranda of Agreement, one row an agreement under one model. Its agency must be on record.',
    contract: agreementContract,
    columns: agreementColumns,
    key: ['agreement_id'],
    subject: ['agreement_id'],
    references: [{ column: 'agency_id', to: 'agencies' }, office],
  },
  {
    id: 'agreement_status',
    title: 'History of agreements',
    description:
      'Spans of time in which an agreement had a status; they do not overlap. A file that names an agreement gives its whole history.',
    contract: agreementStatusContract,
    columns: agreementStatusColumns,
    key: ['agreement_id', 'valid_from'],
    subject: ['agreement_id'],
    spans: { from: 'valid_from', until: 'valid_until' },
    references: [
      { column: 'agreement_id', to: 'agreements' },
      { column: 'agency_id', to: 'agencies' },
    ],
  },
  {
    id: 'enforcement_events',
    title: 'Enforcement events',
    description:
      'Encounters, arrests, detainers and all other kinds in one file, one row an event, each with its own key.',
    contract: extractEventContract,
    columns: eventColumns,
    key: ['source_key'],
    subject: ['source_key'],
    references: [
      { column: 'agreement_id', to: 'agreements' },
      { ...office, exempt: absences },
    ],
  },
  {
    id: 'event_status',
    title: 'What became of events',
    description: 'Changes of status; only detainers have them. A file that names an event gives all its changes.',
    contract: eventStatusContract,
    columns: eventStatusColumns,
    key: ['event_id', 'occurred_on', 'status'],
    subject: ['event_id'],
    references: [{ column: 'event_id', to: 'enforcement_events' }],
  },
  {
    id: 'evidence',
    title: 'Evidence about events',
    description:
      'What is on record about one event beyond its row, on its day. A blank, or a column that the file does not have, means that it cannot be known, and only that.',
    contract: extractEvidenceContract,
    columns: evidenceColumns,
    key: ['event_id'],
    subject: ['event_id'],
    references: [{ column: 'event_id', to: 'enforcement_events' }],
  },
  {
    id: 'criminal_charges',
    title: 'Criminal charges',
    description:
      'Arrests, charges and convictions on record about an event on its day, one row an offense. A file that names an event gives all its charges. A blank, or a column that the file does not have, means that it cannot be known, and only that.',
    contract: extractChargeContract,
    columns: criminalChargeColumns,
    key: ['event_id', 'charge_number'],
    subject: ['event_id'],
    references: [{ column: 'event_id', to: 'enforcement_events' }],
  },
  ...administrationEntities,
  {
    id: 'coverage',
    title: 'Coverage',
    description:
      'The days for which the extract is complete, by kind. What no row covers is reported as unavailable, which is not zero.',
    contract: coverageContract,
    columns: coverageColumns,
    key: ['kind', 'office_code', 'covers_from'],
    subject: ['kind'],
    references: [office],
  },
];

/** The entity of that id. */
export function extractEntity(id: string): ExtractEntity | undefined {
  return extractEntities.find((entity) => entity.id === id);
}

/** `source_id` of an imported file of an extract: this and the entity's id. */
export const extractSourcePrefix = 'program-extract-';

/** JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>> & {
  readonly title: string;
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Columns that a file must have. */
  readonly required: readonly string[];
};

/** The schema of one row of an entity as JSON: a blank cell is null, a number or `true` and `false` is not text. */
export function extractSchema(entity: ExtractEntity): JsonSchema {
  const { properties = {}, required = [], ...rest } = z.toJSONSchema(entity.contract, { target: 'draft-2020-12' });
  return {
    ...rest,
    title: entity.title,
    description: entity.description,
    properties: Object.fromEntries(
      Object.entries(properties).map(([column, schema]) => [
        column,
        { description: entity.columns[column] ?? '', ...(schema as object) },
      ]),
    ),
    required,
  };
}
