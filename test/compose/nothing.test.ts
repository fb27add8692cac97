import { expect, test } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { holdsNothing, isPrinted } from '../../pipeline/compose/tables/nothing.ts';
import type { ReportTable } from '../../pipeline/compose.ts';
import { activeOfficers } from '../../pipeline/measures/active-officers.ts';
import { model } from '../../pipeline/measures/model.ts';
import type { BlockDefinition } from '../../pipeline/reports/report.ts';
import { smallDrawn } from './small-drawn.ts';

const count = (value: number): Cell => ({ kind: 'count', value });
const none: Cell = { kind: 'not-applicable' };
const untold: Cell = { kind: 'unavailable' };

const table = (cells: readonly Cell[], also: Partial<ReportTable> = {}): ReportTable => ({
  id: 'a-table',
  number: 1,
  title: 'A table',
  measure: 'active-officers',
  breakdown: 'model',
  rowHeader: 'Model',
  columns: cells.map((_, at) => ({ id: `${at}`, header: '', description: '', unit: 'count', open: null })),
  rows: [{ code: 'total', label: 'Total', isTotal: true, cells }],
  notes: [],
  ...also,
});

const areas = smallDrawn({});
const subject = {
  agreement_id: 'A',
  agency_id: 'A',
  agency: 'Agency',
  state: 'TX',
  county: null,
  agency_type: 'county',
  model: 'JEM',
  office_code: null,
  signed_on: null,
};
const agreement = { ...areas, extract: { ...areas.extract, subject } };

test('a table of zeros alone is printed of the nation, and in the document of one agreement only where it says something', () => {
  const zeros = table([count(0), none]);
  expect([isPrinted(zeros, areas), isPrinted(zeros, agreement)]).toEqual([true, false]);
  expect(isPrinted(table([count(0), count(1)]), agreement)).toBe(true);
  // A zero that was another figure in the edition before is something to tell, and so is what the sources do not.
  expect(isPrinted(table([{ kind: 'count', value: 0, revised: true }]), agreement)).toBe(true);
  expect(isPrinted(table([count(0), untold]), agreement)).toBe(true);
  expect(isPrinted(table([count(0)], { kind: 'figures', breakdown: 'measure' }), agreement)).toBe(true);
  expect(isPrinted(table([untold]), areas)).toBe(false);
});

test('what the sources do not tell is told apart from what there is nothing of', () => {
  const block: BlockDefinition = {
    kind: 'figures',
    table: {
      id: 'a-table',
      title: 'A table',
      rowHeader: 'Model',
      rows: { by: model, rows: 'present' },
      columns: [
        { id: '0', header: '', meaning: '', unit: 'count', figure: { kind: 'count', measure: activeOfficers } },
      ],
    },
  };
  const of = (total: number | null) => smallDrawn({ tables: { 'active-officers': { total } } });
  expect(holdsNothing(table([none, none]), block, of(0))).toBe(true);
  expect(holdsNothing(table([none, untold]), block, of(0))).toBe(false);
  const empty = table([], { kind: 'figures', rows: [] });
  expect(holdsNothing(empty, block, of(0))).toBe(true);
  expect(holdsNothing(empty, block, of(null))).toBe(false);
});
