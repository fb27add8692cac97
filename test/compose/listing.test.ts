import { describe, expect, test } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { composeListing, nothingListed } from '../../pipeline/compose/tables/listing.ts';
import { activeOfficers } from '../../pipeline/measures/active-officers.ts';
import type { ListingDefinition } from '../../pipeline/reports/report.ts';
import { type SmallDrawn, smallDrawn } from './small-drawn.ts';

const definition: ListingDefinition = {
  id: 'agreements-listed',
  listing: 'agreements',
  coverage: 'agreement',
  title: 'Agreements on record',
  rowHeader: 'Agency',
  columns: [
    {
      id: 'standing',
      header: 'Status',
      meaning: 'at the end',
      unit: 'text',
      labels: [{ code: 'active', label: 'In force' }],
      blank: 'unavailable',
    },
    { id: 'signed_on', header: 'Signed', meaning: 'the day', unit: 'date', blank: 'unavailable' },
    { id: 'met_on', header: 'Met', meaning: 'the day', unit: 'date', blank: 'not-applicable', coverage: 'milestone' },
    { id: 'addenda', header: 'Addenda', meaning: 'signed', unit: 'count', blank: 'unavailable', coverage: 'milestone' },
    { id: 'days', header: 'Days', meaning: 'since', unit: 'days', blank: 'unavailable' },
  ],
  notes: ['A note.'],
};

const row = (code: string, office: string | null, facts: Record<string, string | number | null> = {}) => ({
  ...{ code, label: `Agency ${code}`, agreement_id: code, office },
  facts: { standing: 'active', signed_on: '2017-10-02', met_on: null, addenda: 0, days: 180, ...facts },
});

const listed = (more: SmallDrawn = {}, rows = [row('A', 'ATL'), row('B', 'HOU'), row('C', null)]) =>
  smallDrawn({ listings: [{ listing: 'agreements', rows }], covered: ['agreement', 'milestone'], ...more });

const cells = (drawn: ReturnType<typeof listed>) => composeListing(definition, drawn)[0]?.rows[0]?.cells;

describe('a listing', () => {
  test('has the facts of each thing in its own kind of cell', () => {
    const expected: readonly Cell[] = [
      { kind: 'text', text: 'In force' },
      { kind: 'date', date: '2017-10-02' },
      { kind: 'not-applicable' },
      { kind: 'count', value: 0 },
      { kind: 'duration', value: 180 },
    ];
    expect(cells(listed())).toEqual(expected);
    const [table] = composeListing(definition, listed());
    expect(table).toMatchObject({ kind: 'list', breakdown: 'agreements', notes: ['A note.'] });
    expect(table?.title).toBe('Agreements on record, March 2018');
    expect(table?.rows.map(({ code, label, isTotal }) => [code, label, isTotal])).toEqual([
      ['A', 'Agency A', false],
      ['B', 'Agency B', false],
      ['C', 'Agency C', false],
    ]);
  });

  test('says what is not recorded, and prints a code that has no words as it is', () => {
    const odd = row('A', 'ATL', { standing: 'odd', signed_on: null, addenda: null, days: null });
    const drawn = listed({}, [odd, row('B', 'ATL')]);
    expect(cells(drawn)?.map((cell) => (cell.kind === 'text' ? cell.text : cell.kind))).toEqual([
      'odd',
      'unavailable',
      'not-applicable',
      'unavailable',
      'unavailable',
    ]);
    expect(composeListing(definition, drawn)[0]?.notes).toHaveLength(2);
  });

  test('has no column of facts that the sources do not cover, whatever stands there, and a note names them', () => {
    const [table] = composeListing(definition, listed({ covered: ['agreement'] }));
    expect(table?.columns.map(({ id }) => id)).toEqual(['standing', 'signed_on', 'days']);
    expect(table?.rows[0]?.cells).toHaveLength(3);
    expect(table?.notes[0]).toContain('Met; Addenda');
  });

  test('lists no application where their number is not available, and says so', () => {
    const parts = { fact: 'standing', codes: ['pending', 'lapsed'], coverage: 'application' } as const;
    const rows = [row('A', null), row('B', null, { standing: 'pending' }), row('C', null, { standing: 'lapsed' })];
    const of = (covered: NonNullable<SmallDrawn['covered']>) =>
      composeListing({ ...definition, parts }, listed({ covered }, rows))[0];
    const untold = of(['agreement', 'milestone']);
    expect(untold?.rows.map(({ code }) => code)).toEqual(['A']);
    expect(untold?.notes[0]).toMatch(/^Applications are not listed: /);
    const told = of(['agreement', 'milestone', 'application']);
    expect(told?.rows.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    expect(told?.notes).toEqual(['A note.']);
  });

  test('has no column of which nothing is recorded in any row', () => {
    const [table] = composeListing(
      definition,
      listed({}, [row('A', null, { days: null }), row('B', null, { days: null })]),
    );
    expect(table?.columns.map(({ id }) => id)).toEqual(['standing', 'signed_on', 'met_on', 'addenda']);
  });

  test('lists nothing where its number is not available, which looks back further than the last day, and says so', () => {
    const counted = { ...definition, countedAs: activeOfficers };
    const of = (total: number | null) => listed({ tables: { 'active-officers': { total } } });
    expect(composeListing(counted, of(3))[0]?.rows).toHaveLength(3);
    expect(composeListing(counted, of(null))).toEqual([]);
    expect(nothingListed(counted, of(null))).toMatch(/^Agreements on record: not available; .* looks back\.$/);
    expect(nothingListed(counted, of(0))).toBe('Agreements on record: none.');
  });

  test('has in a row to which a fact cannot apply no word that it is not available', () => {
    const columns = definition.columns.map((column) =>
      column.id === 'signed_on' ? { ...column, notApplicableTo: { fact: 'standing', in: ['pending'] } } : column,
    );
    const rows = [row('A', null, { standing: 'pending', signed_on: null }), row('B', null, { signed_on: null })];
    const [table] = composeListing(
      { ...definition, columns: columns.slice(0, 3) },
      listed({}, [...rows, row('C', null)]),
    );
    expect(table?.rows.map(({ cells }) => cells[1]?.kind)).toEqual(['not-applicable', 'unavailable', 'date']);
  });

  test('has in the document of an office its own rows alone, and none where agreements name no office', () => {
    const codes = (more: SmallDrawn) => composeListing(definition, listed(more))[0]?.rows.map(({ code }) => code);
    expect(codes({ scope: 'ATL' })).toEqual(['A']);
    expect(codes({ scope: 'DAL' })).toBeUndefined();
    expect(codes({ scope: 'ATL', everyAgreementHasOffice: false })).toBeUndefined();
  });

  test('without a row says that there is none, or that the sources do not tell', () => {
    expect(composeListing(definition, listed({}, []))).toEqual([]);
    expect(nothingListed(definition, listed({}, []))).toBe('Agreements on record: none.');
    const untold = listed({ covered: ['milestone'] });
    expect(composeListing(definition, untold)).toEqual([]);
    expect(nothingListed(definition, untold)).toMatch(/^Agreements on record: not available; /);
    expect(nothingListed(definition, listed({ scope: 'ATL', everyAgreementHasOffice: false }, []))).toContain(
      'not available',
    );
  });
});
