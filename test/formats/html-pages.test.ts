import { beforeAll, describe, expect, test } from 'vitest';
import type { ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { pageView } from '../../pipeline/formats/html/view.ts';
import { openBrowser } from '../../pipeline/formats/pdf/browser.ts';
import { sampleModel } from '../sample-model.ts';
import { seeWithPdfjs } from './pdf/read-with-pdfjs.ts';

/** A table of so many rows, the last its total; its words are found nowhere else in the document. */
function tableOf(rows: number, label = 'name'): ReportTable {
  const id = `${label.length > 10 ? 'wordy' : 'rows'}-${rows}`;
  return {
    id,
    number: rows,
    title: `Title of ${id}.`,
    measure: 'encounters',
    breakdown: 'sex',
    rowHeader: `Head of ${id}.`,
    columns: [{ id: 'period', header: 'June 2020', description: 'the period', unit: 'count', open: null }],
    rows: Array.from({ length: rows }, (_, at) => ({
      code: String(at),
      label: `${label} ${at + 1} of ${id}.`,
      isTotal: at === rows - 1,
      cells: [{ kind: 'count', value: at }],
    })),
    notes: [`Note of ${id}.`],
  };
}

const lengths = [3, 14, 5, 16, 9, 24, 11, 20, 13, 30, 7, 18, 25, 4, 15, 90, 12, 22, 8, 17];
const tables = lengths.map((rows) => tableOf(rows));
const model: ReportModel = {
  ...sampleModel,
  sections: [
    { id: 'all', title: 'Tables', blocks: tables.map((table) => ({ kind: 'table', table })) },
    ...sampleModel.sections.slice(-1),
  ],
};

/** The pages on which some words stand. */
let pagesWith: (words: string) => readonly number[];

beforeAll(async () => {
  await using browser = await openBrowser();
  const { pages } = await seeWithPdfjs(await browser.print(createPageRenderer()(model)));
  // The first pages are the cover and the contents.
  const from = pages.findIndex((text) => text.includes('Head of rows-3.'));
  pagesWith = (words) => pages.flatMap((text, page) => (page >= from && text.includes(words) ? [page] : []));
}, 60_000);

/** How many rows of a table each of its pages has. */
function rowsByPage({ id, rows }: ReportTable): readonly number[] {
  const pages = rows.map(({ label }) => {
    const found = pagesWith(` ${label.slice(label.indexOf(' ') + 1)}`);
    expect(found, `${label} stands once`).toHaveLength(1);
    return found[0] ?? -1;
  });
  expect(pages, id).toEqual(pages.toSorted((a, b) => a - b));
  return [...new Set(pages)].map((page) => pages.filter((each) => each === page).length);
}

describe('a table in print', () => {
  test('goes on over to the next page only where it is long, and then with three rows or more on each side', () => {
    const parts = tables.map((table) => rowsByPage(table));
    const broken = parts.flatMap((rows, at) => (rows.length > 1 ? [lengths[at] ?? 0] : []));
    expect(broken.length).toBeGreaterThan(3);
    expect(Math.min(...broken)).toBeGreaterThanOrEqual(12);
    for (const rows of parts.filter(({ length }) => length > 1)) expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
  });

  test('repeats its head on each of its pages, under its title on the first, with its notes on the last', () => {
    for (const table of tables) {
      const heads = pagesWith(table.rowHeader);
      expect(heads, table.id).toHaveLength(rowsByPage(table).length);
      expect(pagesWith(table.title), table.id).toEqual(heads.slice(0, 1));
      expect(pagesWith(table.notes[0] ?? ''), table.id).toEqual(heads.slice(-1));
    }
  });

  test('counts as long by the lines that the names of its rows take, unless its rows are few', () => {
    const isLong = (table: ReportTable) => {
      const section = { id: 'one', title: 'One', blocks: [{ kind: 'table', table } as const] };
      const [block] = pageView({ ...sampleModel, sections: [section] }).sections[0]?.blocks ?? [];
      return block?.kind === 'table' && block.table.isLong;
    };
    const wordy = 'Acts that constitute a chargeable criminal offense, as determined by an officer';
    expect([11, 12].map((rows) => isLong(tableOf(rows)))).toEqual([false, true]);
    expect([7, 8].map((rows) => isLong(tableOf(rows, wordy)))).toEqual([false, true]);
  });

  test('sets columns of counts alone, in a table of text, as figures', () => {
    const facts = {
      id: 'files',
      title: 'Files',
      columns: ['File', 'Rows', 'Sheets'],
      rows: [
        ['2020', '1,234', '1'],
        ['arrests.csv', '7', 'none'],
      ],
    };
    const section = { id: 'one', title: 'One', blocks: [{ kind: 'facts', facts } as const] };
    const page = createPageRenderer()({ ...sampleModel, sections: [section] });
    const figures = [...page.matchAll(/<(?:th|td)[^>]* class="figure">([^<]*)/g)].map(([, text]) => text);
    expect(figures).toEqual(['Rows', '1,234', '7']);
  });
});

describe('headings and short sections in print', () => {
  const filler = 'of encounters by a breakdown with a name that is long enough to take a second line of its heading';
  const wordy = [...lengths, ...lengths].map((rows, at) => {
    const table = tableOf(rows);
    return { ...table, id: `torn-${at}`, title: `First-${at}. ${filler} last-${at}.` };
  });
  const empty = ['one', 'two', 'three', 'four', 'five'].map((name) => ({
    id: `empty-${name}`,
    title: `Section ${name}.`,
    blocks: [{ kind: 'paragraph', text: `Nothing in ${name}.` }] as const,
  }));
  let pages: readonly string[] = [];

  beforeAll(async () => {
    const sections: ReportModel['sections'] = [
      { id: 'wordy', title: 'Tables', blocks: wordy.map((table) => ({ kind: 'table', table })) },
      { id: 'short', title: 'Short', blocks: [{ kind: 'table', table: { ...tableOf(3), title: 'Before.' } }] },
      ...empty,
      ...sampleModel.sections.slice(-1),
    ];
    await using browser = await openBrowser();
    pages = (await seeWithPdfjs(await browser.print(createPageRenderer()({ ...sampleModel, sections })))).pages;
  }, 60_000);

  const last = (words: string) => pages.findLastIndex((text) => text.includes(words));

  test('a heading of two lines is not torn', () => {
    const torn = wordy.filter((_, at) => last(`First-${at}.`) !== last(`last-${at}.`));
    expect(torn.map(({ id }) => id)).toEqual([]);
    expect(new Set(wordy.map((_, at) => last(`First-${at}.`))).size).toBeGreaterThan(5);
  });

  test('sections without a table follow what is before them', () => {
    const page = last('Nothing in one.');
    expect(pages[page]).toMatch(/Note of|name \d+ of/);
  });
});
