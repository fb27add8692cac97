import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { readWorkbook } from '../../pipeline/import/workbook.ts';
import { listNameClaims } from '../../pipeline/sources/participating-agencies/file-name.ts';
import { agencyListKind, readParticipatingAgencies } from '../../pipeline/sources/participating-agencies.ts';
import { readPendingAgencies } from '../../pipeline/sources/pending-agencies.ts';
import { type WrittenCell, workbookOf } from '../import/workbook-fixture.ts';

const name = 'participatingAgencies09302025pm.xlsx';
const context = { name, asOf: '2025-09-30' };
const header = ['STATE', 'LAW ENFORCEMENT AGENCY', 'TYPE', 'COUNTY', 'SUPPORT TYPE', 'SIGNED', 'MOA'];
const signed = new Date(Date.UTC(2025, 1, 26));
const row = (change: Readonly<Record<number, WrittenCell>> = {}): WrittenCell[] =>
  [
    'FLORIDA',
    "Baker County Sheriff's Office",
    'County',
    'Baker County',
    'Task Force Model',
    signed,
    'link pending',
  ].map((cell, at) => (at in change ? (change[at] ?? null) : cell));

/** A list of one good row and the given ones, read. */
const read = async (...rows: readonly WrittenCell[][]) =>
  readParticipatingAgencies(readWorkbook(await workbookOf([header, row(), ...rows]), name), context);

/** The second row of a list. */
const second = async (change: Readonly<Record<number, WrittenCell>>) => {
  const list = await read(row(change));
  return { listing: list.listings[1], findings: list.findings, rejects: list.rejects };
};

describe('a row of a list', () => {
  it('becomes a listing', async () => {
    expect((await read()).listings).toEqual([
      {
        state: 'FL',
        agency_name: "Baker County Sheriff's Office",
        agency_type: 'county',
        county: 'Baker County',
        model: 'TFM',
        signed_on: '2025-02-26',
        signed_text: null,
        moa_url: null,
        addendum_url: null,
        row_number: 2,
      },
    ]);
  });

  it.each([
    ['Jail Enforcement Model', 'JEM'],
    ['Jail Enforcement Model ', 'JEM'],
    ['Jail Enforcment Model', 'JEM'],
    ['JAIL ENFORCEMENT MODEL', 'JEM'],
    ['Warrant Service Officer', 'WSO'],
    ['Warrant Service Officer  ', 'WSO'],
    ['Warrant Services Officer', 'WSO'],
    ['Warrant  Service Officer', 'WSO'],
    ['Task Force Model', 'TFM'],
    ['Task Force Model\u00a0', 'TFM'],
    ['task force model', 'TFM'],
  ])('with the support type %j is of the model %s', async (spelling, model) => {
    expect((await second({ 4: spelling })).listing?.model).toBe(model);
  });

  it.each([
    ['UTAHJ', 'UT'],
    ['WEST VIRIGINIA', 'WV'],
    ['UTAh', 'UT'],
    ['TEXAS ', 'TX'],
    ['GUAM', 'GU'],
  ])('with the state %j is of %s', async (spelling, state) => {
    expect((await second({ 0: spelling })).listing?.state).toBe(state);
  });

  it.each([{ error: '#N/A' }, '#NA', 'N/A', ' ', null])('with the county %j has none', async (county) => {
    const { listing, findings } = await second({ 3: county });
    expect(listing?.county).toBeNull();
    expect(findings).toEqual([]);
  });

  it('keeps the agency as listed, with straight apostrophes and single blanks', async () => {
    expect((await second({ 1: ' Baker  County Sheriff\u2019s\u200b Office\u00a0' })).listing?.agency_name).toBe(
      "Baker County Sheriff's Office",
    );
  });

  it('takes Muncipality for Municipality, and says so where a type is not known', async () => {
    expect((await second({ 2: 'Muncipality' })).listing?.agency_type).toBe('municipality');
    const { listing, findings } = await second({ 2: 'Tribe' });
    expect(listing?.agency_type).toBe('not-recorded');
    expect(findings).toEqual([{ rowNumber: 3, finding: 'type "Tribe" is not known; kept as not recorded' }]);
  });

  it.each([
    ['2025-02-26', '2025-02-26'],
    ['2/26/2025', '2025-02-26'],
    ['02/26/2025 ', '2025-02-26'],
  ])('signed on the text %j was signed on %s', async (text, date) => {
    expect((await second({ 5: text })).listing?.signed_on).toBe(date);
  });

  it.each([
    ['05/082025', 'signing date "05/082025" is not a date; kept as not recorded'],
    ['2/30/2025', 'signing date "2/30/2025" is not a date; kept as not recorded'],
    [
      new Date(Date.UTC(3025, 4, 8)),
      'signing date "3025-05-08" lies after the day of the list, 2025-09-30; kept as not recorded',
    ],
    ['10/1/2025', 'signing date "10/1/2025" lies after the day of the list, 2025-09-30; kept as not recorded'],
    ['7/2/0999', 'signing date "7/2/0999" lies before the statute of 30 September 1996; kept as not recorded'],
  ])('signed on %j is kept without its date', async (text, finding) => {
    const { listing, findings } = await second({ 5: text });
    expect(listing?.signed_on).toBeNull();
    expect(listing?.signed_text).not.toBeNull();
    expect(findings).toEqual([{ rowNumber: 3, finding }]);
  });

  it('has the document behind a mail gateway as its link, and none where the link leads to a mail address', async () => {
    const inside = 'https://www.ice.gov/doclib/287gMOA/a.pdf';
    const gateway = `https://gcc02.safelinks.protection.outlook.com/?url=${encodeURIComponent(inside)}&data=05%7Csomeone%40example.invalid`;
    expect((await second({ 6: { text: 'link', hyperlink: gateway } })).listing?.moa_url).toBe(inside);
    expect((await second({ 6: inside })).listing?.moa_url).toBe(inside);
    expect(
      (await second({ 6: { text: 'link', hyperlink: 'mailto:someone@example.invalid' } })).listing?.moa_url,
    ).toBeNull();
  });

  it.each([
    [{ 0: 'ATLANTIS' }, 'state "ATLANTIS" is not the name of a state or territory'],
    [{ 0: null }, 'state "" is not the name of a state or territory'],
    [{ 4: 'Community Model' }, 'support type "Community Model" is not a known model'],
    [{ 1: '  ' }, 'the name of the agency is blank'],
    [{ 1: 'write to someone@example.invalid' }, 'the name of the agency holds a mail address'],
    [{ 1: `A${'a'.repeat(400)}` }, 'the name of the agency is longer than 300 characters'],
  ] as const)('with %j is rejected with its reason', async (change, reason) => {
    const { rejects } = await second(change);
    expect(rejects).toMatchObject([{ rowNumber: 3, reasons: [reason] }]);
    expect(JSON.stringify(rejects)).not.toContain('@');
  });
});

describe('a list', () => {
  const sheetsOf = async (rows: readonly (readonly WrittenCell[])[]) => readWorkbook(await workbookOf(rows), name);

  it('is found below title rows, in any order of columns, among nameless and unknown ones', async () => {
    const rows = [
      ['287(g) agreements', null],
      [null],
      [null, 'MOA', ' signed ', 'Support  Type', null, 'Law Enforcement Agency', 'State', 'PHONE'],
      ['note', 'link pending', signed, 'Warrant Service Officer', 'x', 'Baker', 'FLORIDA', 'never read'],
      ['only a remark in a nameless column'],
    ];
    const list = readParticipatingAgencies(await sheetsOf(rows), context);
    expect(list).toMatchObject({
      kind: 'participating',
      rowsRead: 1,
      listings: [{ agency_name: 'Baker', row_number: 4, signed_on: '2025-02-26' }],
    });
    expect(list.findings).toEqual([{ rowNumber: 3, finding: 'column "PHONE" is not known and was not read' }]);
    expect(JSON.stringify(list)).not.toContain('never read');
  });

  it('of applications has neither dates nor documents', async () => {
    const sheets = await sheetsOf([header.slice(0, 5), row().slice(0, 5)]);
    expect(agencyListKind(sheets)).toBe('pending');
    expect(readPendingAgencies(sheets, context).listings).toMatchObject([
      { agency_name: "Baker County Sheriff's Office", signed_on: null },
    ]);
    expect(() => readParticipatingAgencies(sheets, context)).toThrow(
      /is a list of pending agencies and not of participating ones/,
    );
  });

  it.each([
    [
      'with no known header',
      [
        ['NAME', 'AGE'],
        ['a', 1],
      ],
      /has no sheet with the header of a list of agencies/,
    ],
    ['with a column twice', [[...header, 'STATE'], row()], /has no sheet with the header of a list of agencies/],
    ['with a header alone', [header], /has a header and no rows/],
    ['with no row that can be read', [header, row({ 0: 'X' })], /none of the 1 rows of .* can be read/],
  ] as const)('%s is refused', async (_, rows, message) => {
    const sheets = await sheetsOf(rows);
    expect(() => readParticipatingAgencies(sheets, context)).toThrow(message);
    expect(() => readParticipatingAgencies(sheets, context)).toThrow(PipelineError);
  });

  it('accounts for every row: rows read are listings and rejects', async () => {
    const list = await read(row(), row({ 0: 'X' }), row({ 4: '' }), Array<null>(7).fill(null), row({ 5: 'soon' }));
    expect([list.rowsRead, list.listings.length, list.rejects.length]).toEqual([5, 3, 2]);
  });
});

describe('the name of a list', () => {
  it.each([
    ['participatingAgencies09302025pm.xlsx', 'participating', '2025-09-30', 'pm'],
    ['participatingAgencies07072025am (1).xlsx', 'participating', '2025-07-07', 'am'],
    ['pendingAgencies05282025am.xlsx', 'pending', '2025-05-28', 'am'],
    ['ParticipatingEntities-20210131051047.xlsx', 'participating', '2021-01-31', 'am'],
    ['participatingAgencies-20250331231039.xlsx', 'participating', '2025-03-31', 'pm'],
    ['participatingAgencies09302025.xlsx', 'participating', '2025-09-30', null],
    ['participatingAgencies20250930.xlsx', 'participating', '2025-09-30', null],
  ])('%s claims what it says', (file, kind, asOf, halfDay) => {
    expect(listNameClaims(file, '2025-11-30')).toEqual({ kind, asOf, halfDay, reason: null });
  });

  it.each([
    ['participatingAgencies13312025pm.xlsx', 'the date in its name is not one of the calendar'],
    ['participatingAgencies12312025pm.xlsx', 'the date in its name, 2025-12-31, is in the future'],
    ['participatingAgencies.xlsx', 'its name holds no date'],
    ['list of agencies 09302025.xlsx', 'its name holds no date'],
  ])('%s holds no credible day', (file, reason) => {
    expect(listNameClaims(file, '2025-11-30')).toMatchObject({ asOf: null, reason });
  });
});
