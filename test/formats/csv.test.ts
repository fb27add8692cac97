import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { ReportModel, ReportRow, ReportTable } from '../../pipeline/compose.ts';
import { csv, openFigures, readOpenData } from '../../pipeline/formats/csv.ts';
import type { DrawingTools } from '../../pipeline/formats/format.ts';
import { sampleModel } from '../sample-model.ts';

/** Open data takes none of the tools that formats share. */
const noTools: DrawingTools = {
  html: () => {
    throw new Error('open data needs no page');
  },
  print: () => Promise.reject(new Error('open data needs no browser')),
};

const tables: readonly ReportTable[] = sampleModel.sections.flatMap(({ blocks }) =>
  blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
);

async function textsOf(model: ReportModel): Promise<ReadonlyMap<string, string>> {
  const drawings = await csv.draw(model, noTools);
  return new Map(drawings.map(({ path, bytes }) => [path, new TextDecoder('utf-8', { fatal: true }).decode(bytes)]));
}

const withRows = (rows: readonly ReportRow[]): ReportModel => {
  const [first] = tables;
  if (first === undefined) throw new Error('the sample has no table');
  return {
    ...sampleModel,
    sections: [{ id: 'a', title: 'A', blocks: [{ kind: 'table', table: { ...first, rows } }] }],
  };
};

describe('open data', () => {
  it('is one file for each table, named for it', async () => {
    expect([...(await textsOf(sampleModel)).keys()]).toEqual(tables.map(({ id }) => `tables/${id}.csv`));
  });

  it('has one line for each row and window, and none for the share', async () => {
    const texts = await textsOf(sampleModel);
    for (const table of tables.filter(({ kind }) => kind === undefined)) {
      const lines: string[][] = parse(texts.get(`tables/${table.id}.csv`) ?? '');
      expect(lines[0]).toEqual([table.breakdown, 'measure', 'window', 'value', 'status']);
      const windows = table.columns.filter(({ open }) => open !== null);
      expect(lines).toHaveLength(1 + table.rows.length * windows.length);
      expect(new Set(lines.slice(1).map(([, , window]) => window))).toEqual(new Set(windows.map(({ id }) => id)));
    }
  });

  it('has one line for each row of a list, with a column for each fact and the signs in the last', async () => {
    const texts = await textsOf(sampleModel);
    for (const table of tables.filter(({ kind }) => kind !== undefined)) {
      const lines: string[][] = parse(texts.get(`tables/${table.id}.csv`) ?? '');
      expect(lines[0]).toEqual([table.breakdown, 'label', ...table.columns.map(({ id }) => id), 'status']);
      expect(lines).toHaveLength(1 + table.rows.length);
    }
    const register = (texts.get('tables/register-30.csv') ?? '').split('\n');
    expect(register[2]).toBe(
      'VA-2,Prince William–Manassas Regional Adult Detention Center County Sheriff’s Office,VA,' +
        'Prince William–Manassas Regional Adult Detention Center,Jail Enforcement Model,2006-02-28,2006-09-02,2019-12-31,' +
        '2020-06-30,97.5,12,In force,officers:r',
    );
    expect(register[1]).toMatch(/,2005-02-28,,,,,0,.*,operational:NA reviewed:NA expires:X installed:NA$/);
    expect(texts.get('tables/duties-in-time.csv')).toContain(
      "poster,Poster,'=none,,,,,,due:NA within:NA median:NA worst:NA change:NA",
    );
  });

  it('of a list are read back as they were written', async () => {
    const texts = await textsOf(sampleModel);
    for (const table of tables.filter(({ kind }) => kind !== undefined))
      expect(readOpenData(texts.get(`tables/${table.id}.csv`) ?? '')).toEqual(openFigures(table));
  });

  it('refuses a list of which two columns would have one name', async () => {
    const [table] = tables.filter(({ kind }) => kind === 'list');
    if (table === undefined) throw new Error('the sample has no list');
    const columns = table.columns.map((column, at) => (at === 0 ? { ...column, id: 'label' } : column));
    const model = { ...sampleModel, sections: [], unavailable: [{ ...table, columns }] };
    await expect(csv.draw(model, noTools)).rejects.toThrow('two columns named "label"');
  });

  it('names measure and window as the column says, also of tables that are not printed', async () => {
    const [table] = tables;
    if (table === undefined) throw new Error('the sample has no table');
    const columns = table.columns.map((column) => ({ ...column, open: { measure: 'm', window: `w-${column.id}` } }));
    const texts = await textsOf({ ...sampleModel, unavailable: [{ ...table, id: 'unprinted', columns }] });
    const [, first]: string[][] = parse(texts.get('tables/unprinted.csv') ?? '');
    expect(first?.slice(1, 3)).toEqual(['m', `w-${columns[0]?.id}`]);
  });

  it('gives bare numbers, a zero as 0, and a sign only in the column of status', async () => {
    const text = (await textsOf(sampleModel)).get('tables/administrative-arrests-by-field-office.csv') ?? '';
    const lines = text.split('\n');
    expect(lines[0]).toBe('field-office,measure,window,value,status');
    expect(lines).toContain('BUF,administrative-arrests,period,0,');
    expect(lines).toContain('total,administrative-arrests,fytd,11806,');
    expect(lines).toContain('total,administrative-arrests,prior-fytd,,NA');
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toContain('\r');
  });

  it('guards what a spreadsheet would run, and leaves other codes as they are', async () => {
    const codes = ['=cmd', '-x', '@x', 'unmapped:=cmd', 'a,b "c"', ''];
    const rows = codes.map(
      (code): ReportRow => ({ code, label: 'x', isTotal: false, cells: [{ kind: 'count', value: -5 }] }),
    );
    const [text = ''] = (await textsOf(withRows(rows))).values();
    const lines: string[][] = parse(text, { from_line: 2 });
    expect(lines.map(([code]) => code)).toEqual(["'=cmd", "'-x", "'@x", 'unmapped:=cmd', 'a,b "c"', '']);
    expect(new Set(lines.map(([, , , value]) => value))).toEqual(new Set(['-5']));
  });

  it('is the same from the same model', async () => {
    expect(await textsOf(structuredClone(sampleModel))).toEqual(await textsOf(sampleModel));
  });
});
