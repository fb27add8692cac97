import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { undoNamed } from '../../pipeline/cli/imports.ts';
import { importFile } from '../../pipeline/import.ts';
import { eroDetainers2025 } from '../../pipeline/sources/ero-detainers-2025.ts';
import type { Database } from '../../queries/database.ts';
import type { Evidence } from '../../queries/evidence.ts';
import { describeOnEachEngine, embeddedEngine } from '../engines.ts';
import { laterCsv, laterRows } from './later-releases.ts';
import { importText, quietly } from './releases.ts';

const path = resolve(import.meta.dirname, '../../../shared/data/newer-schema/detainers.csv');
const there = existsSync(path);
if (!there) console.log(`Evidence of the real detainers: skipped, because ${path} is not on this machine.`);

type Row = Readonly<Record<string, string>>;
const rowsOfFile = (): readonly Row[] => parse(readFileSync(path), { columns: true, bom: true });

/** Evidence and conviction of each row of the file, in its order; NULL throughout where nothing is known. */
async function storedRows(database: Database) {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql<Evidence & Record<string, unknown>>`
      select evidence.*, event.most_serious_conviction, charge.status, charge.ncic_code, charge.charged_on, charge.convicted_on, charge.sentence_days,
        charge.offense_class, charge.aggravated_felony, record.convictions, record.aggravated_felony_convictions_possible
      from report287.stored_event as event
      left join report287.evidence as evidence on evidence.event_id = event.import_id || '-' || event.row_number
      left join report287.criminal_charge as charge on charge.event_id = event.import_id || '-' || event.row_number
      left join report287.criminal_record as record on record.event_id = charge.event_id
      order by event.row_number`.execute(own);
    return rows;
  });
}

const marks = {
  'Prior Felony Yes No': 'marked_prior_felony',
  'Multiple Prior Misd Yes No': 'marked_multiple_misdemeanors',
  'Violent Misdemeanor Yes No': 'marked_violent_misdemeanor',
  'Illegal Entry Yes No': 'marked_illegal_entry',
  'Illegal Reentry Yes No': 'marked_illegal_reentry',
  'Immigration Fraud Yes No': 'marked_immigration_fraud',
  'Significant Risk Yes No': 'marked_significant_risk',
  'Deportation Ordered Yes No': 'marked_deportation_ordered',
  'Criminal Street Gang Yes No': 'gang_participation',
  'Federal Interest Yes No': 'federal_interest_determined',
} as const satisfies Record<string, keyof Evidence>;
const meaning: Readonly<Record<string, boolean | null>> = { YES: true, NO: false, '': null };

/** Worked out from the row alone, without the declarations of the source. */
function finalOrderOf(row: Row): readonly [boolean | null, string | null] {
  const day = row['Final Order Date'] || null;
  const said = meaning[row['Final Order Yes No 33'] ?? ''] ?? null;
  if (said === true && day === null) return [null, null];
  const isLaterOrNone = said === false || (day !== null && day > String(row['Detainer Prepare Date']));
  const isDoubtful =
    row['Deportation Ordered Yes No'] === 'YES' || row['Case Category'] === '[16] Reinstated Final Order';
  return isLaterOrNone && isDoubtful ? [null, null] : [said, day];
}

/** Ten lines of the file as a person reads them. */
const readByHand: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
  // Convicted before the event of 2025-02-05; under adjudication, no order; no mark, and not an aggravated felon.
  2: {
    ncic_code: '7399',
    convicted_on: '2024-12-17',
    sentence_days: null,
    final_order: false,
    marked_prior_felony: null,
  },
  // Drug trafficking, 102 months; the case is blank, so that nothing is known of an order.
  4: { ncic_code: '35AB', sentence_days: 3060, final_order: null, final_order_on: null, aggravated_felony: false },
  // Charges pending, so that no conviction is told and the zeros are no sentence; the order came after the detainer.
  5: { ncic_code: null, status: null, sentence_days: null, final_order: true, final_order_on: '2024-03-26' },
  // Domestic violence, 364 days; one box is marked and the others are blank.
  6: { ncic_code: '13AB', sentence_days: 364, marked_violent_misdemeanor: true, marked_prior_felony: null },
  // Rape, 25 years: the agency says that the person is no aggravated felon, and it is not for us to correct it.
  7: { ncic_code: '1103', sentence_days: 9125, marked_prior_felony: true, aggravated_felony_conviction: false },
  // A reinstated order whose day is after the detainer: whether there was one on the day is not told.
  9: { ncic_code: '3599', sentence_days: 19, final_order: null, final_order_on: null },
  // All three boxes of prior crimes.
  13: { marked_prior_felony: true, marked_multiple_misdemeanors: true, marked_violent_misdemeanor: true },
  // The form says that removal was ordered, the case that there is no order.
  18: { ncic_code: '5404', marked_deportation_ordered: true, final_order: null },
  // A spreadsheet program took the first zero of the code; convicted six weeks before the event.
  20: { ncic_code: '0301', convicted_on: '2024-11-18', sentence_days: 30, convictions: 1 },
  // The form marks an aggravated felony, and the column of the person says that there is none.
  30: { ncic_code: '1316', sentence_days: 720, aggravated_felony_conviction: null, aggravated_felony: null },
};

describe.skipIf(!there)('the evidence in the detainers of 2025', () => {
  const { open } = embeddedEngine();

  test('lands as declared, row by row, and no blank has become a no', async () => {
    await using database = await open();
    const summary = await importFile(path, {}, quietly(database));
    const file = rowsOfFile();
    const stored = await storedRows(database);
    expect(stored).toHaveLength(file.length);
    file.forEach((row, at) => {
      const told = stored[at];
      const where = `line ${at + 2}`;
      for (const [header, fact] of Object.entries(marks))
        expect(told?.[fact] ?? null, `${where}, ${header}`).toBe(meaning[row[header] ?? '']);
      expect([told?.final_order ?? null, told?.final_order_on ?? null], where).toEqual(finalOrderOf(row));
      expect(told?.aggravated_felony_conviction ?? null, where).toBe(
        row['Aggravated Felony Yes No'] === 'YES' ? null : false,
      );
      const code = row['MSC Charge Code'] ?? '';
      expect(told?.ncic_code ?? null, where).toBe(code === '' ? null : code.padStart(4, '0'));
      expect(told?.convicted_on ?? null, where).toBe(row['MSC Conviction Date'] || null);
      expect(told?.charged_on ?? null, where).toBeNull();
      for (const column of eroDetainers2025.columns) {
        if (column.holds !== 'evidence' || column.blank === 'no' || row[column.header] !== '') continue;
        expect(told?.[column.fact] ?? null, `${where}, ${column.header} is blank`).not.toBe(false);
      }
    });
    expect(summary.leftOut).toEqual([
      'the column "MSC Charge Date" holds no date, in 32 rows: left unknown',
      'final_order: another column speaks against its no, in 10 rows: left unknown',
      'aggravated_felony_conviction: another column speaks against its no, in 1 row: left unknown',
    ]);
  });

  test('says of ten rows what a person reads in them', async () => {
    await using database = await open();
    await importFile(path, {}, quietly(database));
    const stored = await storedRows(database);
    expect(Object.keys(readByHand)).toHaveLength(10);
    for (const [line, says] of Object.entries(readByHand))
      expect(stored[Number(line) - 2], `line ${line}`).toMatchObject(says);
  });
});

const detainer: Row = {
  ...laterRows.detainers,
  'Most Serious Conviction Charge': '',
  'MSC Charge Code': '',
  'MSC Charge Date': '',
  'MSC Conviction Date': '',
  'MSC Sentence Days': '',
  'MSC Sentence Months': '',
  'MSC Sentence Years': '',
  Felon: '',
  'Aggravated Felony Yes No': '',
  'Prior Felony Yes No': '',
  'Final Order Yes No 33': '',
  'Final Order Date': '',
  'Case Category': '',
};
const convicted: Row = { ...detainer, 'MSC Charge Code': '5404', 'MSC Conviction Date': '2020-02-02' };

/** What a row may tell, and what is known from it. */
const told: readonly (readonly [what: string, cells: Row, says: Readonly<Record<string, unknown>>])[] = [
  ['nothing at all', {}, { event_id: null, status: null }],
  [
    'a conviction by its day alone',
    { 'MSC Conviction Date': '2020-02-02' },
    { ncic_code: 'not-recorded', status: 'convicted' },
  ],
  ['a label in place of a code', { 'Most Serious Conviction Charge': 'weapon  OFFENSE' }, { ncic_code: '5299' }],
  ['a label that no list has', { 'Most Serious Conviction Charge': 'Odd' }, { ncic_code: 'unmapped:Odd' }],
  ['a withheld label', { 'Most Serious Conviction Charge': '(b)(6)' }, { status: null }],
  [
    'a sentence in parts',
    { ...convicted, 'MSC Sentence Days': '1', 'MSC Sentence Months': '2', 'MSC Sentence Years': '3' },
    { sentence_days: 1156 },
  ],
  ['zeros', { ...convicted, 'MSC Sentence Days': '0', 'MSC Sentence Years': '0' }, { sentence_days: null }],
  ['a sentence in words', { ...convicted, 'MSC Sentence Days': 'LIFE' }, { sentence_days: null, status: 'convicted' }],
  [
    'a conviction before its charge',
    { ...convicted, 'MSC Charge Date': '3/2/2020' },
    { charged_on: null, convicted_on: null, ncic_code: '5404' },
  ],
  [
    'a charge before its conviction',
    { ...convicted, 'MSC Charge Date': '1/2/2020' },
    { charged_on: '2020-01-02', convicted_on: '2020-02-02' },
  ],
  ['a conviction before the birth', { ...convicted, 'Birth Year': '2021' }, { convicted_on: null }],
  [
    'an impossible day',
    { ...convicted, 'MSC Conviction Date': '07/02/0999' },
    { convicted_on: null, ncic_code: '5404' },
  ],
  [
    'an aggravated felon',
    { ...convicted, Felon: 'Drugs' },
    { aggravated_felony_conviction: true, aggravated_felony: null },
  ],
  [
    'no aggravated felon',
    { ...convicted, Felon: 'NOT AN AGGRAVATED FELON' },
    { aggravated_felony_conviction: false, aggravated_felony: false },
  ],
  ['a text without a meaning', { 'Prior Felony Yes No': 'MAYBE' }, { event_id: null }],
  ['a withheld mark', { 'Prior Felony Yes No': '(b)(7)(E)' }, { event_id: null }],
  ['a mark that is not set', { 'Prior Felony Yes No': 'no' }, { marked_prior_felony: false }],
  [
    'a day of an order, and no yes',
    { 'Final Order Yes No 33': 'NO', 'Final Order Date': '2020-01-01' },
    { event_id: null },
  ],
  [
    'an order before the event',
    { 'Final Order Yes No 33': 'YES', 'Final Order Date': '2020-01-01' },
    { final_order: true, final_order_on: '2020-01-01' },
  ],
  ['an order, and not its day', { 'Final Order Yes No 33': 'YES' }, { event_id: null }],
];

describeOnEachEngine('evidence in a release', ({ open }) => {
  test('says of each row no more than it tells, and refuses none', async () => {
    await using database = await open();
    const summary = await importText(database, laterCsv(told.map(([, cells]) => ({ ...detainer, ...cells }))));
    expect(summary).toMatchObject({ loaded: told.length, rejected: 0 });
    const stored = await storedRows(database);
    for (const [at, [what, , says]] of told.entries()) expect(stored[at], what).toMatchObject(says);
  });

  test('a day says that there was an order where the release has no column that we can tell for it', async () => {
    await using database = await open();
    const { 'Final Order Yes No 33': _, ...without } = detainer;
    await importText(database, laterCsv([{ ...without, 'Final Order Date': '2020-01-01' }, without]));
    expect((await storedRows(database)).map((row) => row.final_order)).toEqual([true, null]);
  });

  test('a yes says nothing where the release has no column of its day', async () => {
    await using database = await open();
    const { 'Final Order Date': _, ...without } = detainer;
    await importText(database, laterCsv([{ ...without, 'Final Order Yes No 33': 'YES' }]));
    const [stored] = await storedRows(database);
    expect(stored).toMatchObject({ event_id: null });
  });

  test('of releases that overlap is the same in whatever order they come, and goes with its file', async () => {
    const [plain, marked] = [convicted, { ...convicted, 'Prior Felony Yes No': 'YES' }];
    const both = laterCsv([plain, marked]);
    const one = laterCsv([{ ...marked }]);
    const seen: unknown[] = [];
    for (const files of [
      [both, one],
      [one, both],
    ]) {
      await using database = await open();
      for (const [at, file] of files.entries()) await importText(database, file, {}, `${at}.csv`);
      const rows = await storedRows(database);
      seen.push(rows.map((row) => [row.marked_prior_felony, row.convictions]).toSorted());
      expect(await countsOf(database)).toEqual({ evidence: 1, criminal_charge: 2, criminal_record: 2 });
      await database.transaction('read-write', (session) => undoNamed(session, '1.csv'));
      await database.transaction('read-write', (session) => undoNamed(session, '0.csv'));
      expect(await countsOf(database)).toEqual({ evidence: 0, criminal_charge: 0, criminal_record: 0 });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toHaveLength(2);
  });

  test('of a release that does not count is counted when the one in its place is taken back', async () => {
    await using database = await open();
    const {
      'Detention Facility': facility,
      'Detainer Prepared Criminality': criminality,
      'Final Program': program,
      'Unique Identifier': key,
      ...shared
    } = convicted;
    const later = {
      ...shared,
      'Detainer Facility': facility,
      'Detainer Criminality': criminality,
      'TOA Current Program': program,
      'Anonymized Identifier': key,
      'Detainer Threat Level': '1',
    };
    await importText(database, laterCsv([later as Row]), {}, 'later.csv');
    await importText(database, laterCsv([convicted]), {}, 'earlier.csv');
    expect(await countsOf(database)).toEqual({ evidence: 0, criminal_charge: 2, criminal_record: 1 });
    await database.transaction('read-write', (session) => undoNamed(session, 'later.csv'));
    expect(await countsOf(database)).toEqual({ evidence: 0, criminal_charge: 1, criminal_record: 1 });
  });
});

async function countsOf(database: Database) {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql`select (select count(*)::int from report287.evidence) as evidence,
      (select count(*)::int from report287.criminal_charge) as criminal_charge,
      (select count(*)::int from report287.criminal_record) as criminal_record`.execute(own);
    return rows[0];
  });
}
