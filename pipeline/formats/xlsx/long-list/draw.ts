import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { PipelineError } from '../../../errors.ts';
import type { Layout } from '../layout.ts';
import type { ListValue, LongList } from '../long-list.ts';
import { finishPackage } from '../package.ts';
import { maker } from '../plan.ts';
import { guarded, lineStyles, wordRows } from '../styles.ts';
import { cellText } from '../text.ts';
import { type DrawnColumn, drawnColumns, needsGuard, putValue, textValue } from './cells.ts';
import { heightOfRow } from './heights.ts';
import type { Part } from './package.ts';
import { catchParts, type PartCatcher } from './parts.ts';
import { coverName, type ListCover, type ListSheet, planCover } from './plan.ts';
import { attribute, tableOf, tableParts, withTableTypes } from './tables.ts';

/** Rows after which ExcelJS's streams are given time: they hold what nobody takes from them. */
const rowsAtOnce = 1_000;

/** A sheet of US Letter, as the format numbers it; ExcelJS has no name for it. */
const letter: number = 1;

/** In a printed header `&` begins a code; the three parts together hold 255 characters. */
const printed = (text: string): string => text.slice(0, 90).toWellFormed().replaceAll('&', '&&');

type Workbook = ExcelJS.stream.xlsx.WorkbookWriter;

/** The parts of a list's workbook; those of long sheets as files in `folder`. */
export async function drawList(
  list: LongList,
  sheets: readonly ListSheet[],
  folder: string,
): Promise<ReadonlyMap<string, Part>> {
  const longSheets = new Map(sheets.map((sheet, at) => [sheetPath(at), tableParts(sheet)]));
  await using caught = catchParts(folder, longSheets);
  const workbook = openWorkbook(list, caught);
  const cover = planCover(list, sheets);
  drawCover(workbook, list, cover);
  await drawRows(workbook, list, sheets, caught);
  await workbook.commit();
  const { small, long } = await caught.finish();
  const parts = new Map<string, Part>([...finishedParts(withLinks(small, cover), list, sheets), ...long]);
  sheets.forEach((sheet, at) => {
    if (sheet.rows === 0) return;
    const { table, relationships } = tableOf(sheet, at + 1);
    parts.set(`xl/tables/table${at + 1}.xml`, strToU8(table));
    parts.set(sheetPath(at).replace(/([^/]+)$/, '_rels/$1.rels'), strToU8(relationships));
  });
  return parts;
}

const coverPath = 'xl/worksheets/sheet1.xml';

/** The cover is the first sheet of the workbook. */
const sheetPath = (at: number) => `xl/worksheets/sheet${at + 2}.xml`;

function openWorkbook(list: LongList, caught: PartCatcher): Workbook {
  // Stored, not deflated: the parts are packed anew.
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: caught.target,
    useStyles: true,
    zip: { store: true },
  });
  workbook.creator = maker;
  workbook.lastModifiedBy = maker;
  workbook.created = new Date(list.asOf);
  workbook.modified = new Date(list.asOf);
  workbook.title = cellText(list.title, 'the title');
  workbook.subject = cellText(list.subject, 'the subject');
  workbook.views = [{ x: 0, y: 0, width: 24_000, height: 16_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }];
  return workbook;
}

/** What every sheet shows and prints. `headerRow` 0: it has no table. */
function addSheet(workbook: Workbook, list: LongList, name: string, headerRow: number, landscape: boolean) {
  return workbook.addWorksheet(name, {
    views: [{ state: 'normal', activeCell: 'A1' } as ExcelJS.WorksheetView],
    pageSetup: {
      paperSize: letter as ExcelJS.PaperSize,
      orientation: landscape ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(headerRow > 0 ? { printTitlesRow: `${headerRow}:${headerRow}` } : {}),
    },
    headerFooter: {
      oddHeader: `&L${printed(cellText(list.title, 'the title'))}&R${list.mark === null ? '' : printed(list.mark.word)}`,
      oddFooter: '&L&A&RPage &P of &N',
    },
  });
}

type Style = Partial<ExcelJS.Style>;

/** Puts lines into column A, of which the first is the title and the last so many lead to other sheets. */
function putLines(sheet: ExcelJS.Worksheet, { lines, headerRow, heights }: Layout, links = 0): void {
  const styles = lineStyles[headerRow === 0 ? 'text' : 'table'];
  lines.forEach((text, at) => {
    const row = sheet.getRow(at + 1);
    const cell = row.getCell(1);
    const line: Style = at < lines.length - links ? styles.line : wordRows.link;
    const style = at === 0 ? styles.title : line;
    cell.value = textValue(text, `row ${at + 1} of sheet ${sheet.name}`);
    cell.style = needsGuard(text) ? guarded(style) : style;
    setHeight(row, heights[at]);
    row.commit();
  });
}

/** Undefined: the height that a row has by itself. */
function setHeight(row: ExcelJS.Row, height: number | undefined): void {
  if (height !== undefined) row.height = height;
}

function drawCover(workbook: Workbook, list: LongList, { layout, links }: ListCover): void {
  const cover = addSheet(workbook, list, coverName, 0, layout.landscape);
  cover.columns = layout.widths.map((width) => ({ width }));
  putLines(cover, layout, links.length);
  cover.commit();
}

/** A sheet with all but its rows. */
function openSheet(workbook: Workbook, list: LongList, plan: ListSheet, columns: readonly DrawnColumn[]) {
  const { name, headers, layout } = plan;
  const sheet = addSheet(workbook, list, name, plan.rows > 0 ? layout.headerRow : 0, layout.landscape);
  sheet.columns = layout.widths.map((width) => ({ width }));
  putLines(sheet, layout);
  if (plan.rows === 0) return sheet;
  const row = sheet.getRow(layout.headerRow);
  columns.forEach(({ looks }, at) => {
    const cell = row.getCell(at + 1);
    cell.value = textValue(headers[at] ?? '', `the heading of column ${at + 1}`);
    cell.style = looks.heading;
  });
  setHeight(row, layout.heights[layout.headerRow - 1]);
  row.commit();
  return sheet;
}

/** Draws the rows as they come, each sheet to its last row before the next is begun. */
async function drawRows(workbook: Workbook, list: LongList, sheets: readonly ListSheet[], caught: PartCatcher) {
  const [first, ...later] = sheets;
  if (first === undefined) return;
  const columns = drawnColumns(list.columns);
  let plan = first;
  let sheet = openSheet(workbook, list, plan, columns);
  let onSheet = 0;
  let row = 0;
  for await (const values of list.rows) {
    row += 1;
    if (row > list.rowCount) throw otherCount(list, `row ${row}`);
    if (onSheet === plan.rows) {
      sheet.commit();
      plan = later.shift() ?? plan;
      sheet = openSheet(workbook, list, plan, columns);
      onSheet = 0;
    }
    onSheet += 1;
    putRow(sheet.getRow(plan.layout.headerRow + onSheet), values, columns, row);
    if (row % rowsAtOnce === 0) await caught.keepUp();
  }
  if (row < list.rowCount) throw otherCount(list, `${row} rows`);
  sheet.commit();
}

function putRow(drawn: ExcelJS.Row, values: readonly ListValue[], columns: readonly DrawnColumn[], row: number): void {
  for (const [index, column] of columns.entries()) {
    const value = values[index] ?? null;
    // A blank cell is none at all: its row is shorter by it, and nothing is lost.
    if (value !== null && value !== '') putValue(drawn.getCell(index + 1), value, column, row);
  }
  setHeight(drawn, heightOfRow(values, columns));
  drawn.commit();
}

const otherCount = ({ name, rowCount }: LongList, came: string) =>
  new PipelineError(
    'internal',
    `the list ${name} was to have ${rowCount} rows, and ${came} came`,
    'report this as a defect of report287',
  );

/** A place in the workbook, for a link. */
const topOf = (sheet: string): string => `'${sheet.replaceAll("'", "''")}'!A1`;

/** The small parts, with the links of the cover: ExcelJS's streaming writer loses where in the workbook a link leads. */
function withLinks(small: Readonly<Record<string, Uint8Array>>, { layout, links }: ListCover) {
  const first = layout.lines.length - links.length + 1;
  const written = links.map((sheet, at) => `<hyperlink ref="A${first + at}" location="${attribute(topOf(sheet))}"/>`);
  const cover = strFromU8(small[coverPath] ?? new Uint8Array());
  const linked = cover.replace('<pageMargins', () => `<hyperlinks>${written.join('')}</hyperlinks><pageMargins`);
  return { ...small, [coverPath]: strToU8(linked) };
}

/** The parts that are small, with what ExcelJS cannot write. */
function finishedParts(
  small: Readonly<Record<string, Uint8Array>>,
  { language }: LongList,
  sheets: readonly ListSheet[],
): readonly (readonly [string, Uint8Array])[] {
  const finished = unzipSync(finishPackage(zipSync({ ...small }, { level: 0 }), language));
  const tables = sheets.filter(({ rows }) => rows > 0).length;
  return Object.entries(finished).map(([path, bytes]) =>
    path === '[Content_Types].xml' ? [path, strToU8(withTableTypes(strFromU8(bytes), tables))] : [path, bytes],
  );
}
