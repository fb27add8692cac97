import { type CellPlace, cellPlace, columnLetters, lastRow, type WorkbookCell, type WorkbookRow } from './cell.ts';
import { dateOfSerial } from './dates.ts';
import type { WorkbookLimits } from './limits.ts';
import { unwrapLink } from './links.ts';
import { checkedText, type Relations } from './parts.ts';
import { type Reason, type Refusal, refusal } from './refusal.ts';
import { type Attributes, readPart } from './xml.ts';

/** What the cells of all sheets refer to, and how many of them may still be read. */
export interface SheetReading {
  readonly strings: readonly string[];
  readonly dayStyles: readonly boolean[];
  readonly since1904: boolean;
  readonly limits: WorkbookLimits;
  readonly refuse: Refusal;
  cellsLeft: number;
}

interface OpenRow {
  readonly number: number;
  readonly cells: (WorkbookCell | undefined)[];
}

interface OpenCell {
  readonly place: CellPlace;
  readonly type: string;
  readonly style: number;
  text: string;
}

const fetchAgain = 'fetch the file again';

/** Reads the rows of one sheet; `relations` hold the targets of its links. @throws PipelineError `contract`. */
export function readSheet(path: string, bytes: Uint8Array, relations: Relations, reading: SheetReading): WorkbookRow[] {
  const rows: OpenRow[] = [];
  const links: (readonly [place: CellPlace, target: string])[] = [];
  const table = tableReader(rows, reading);
  let inTable = false;
  readPart(
    path,
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'sheetData') inTable = true;
        else if (inTable) table.open(name, attributes);
        else if (name === 'hyperlink') links.push(...linkedCells(attributes, relations, reading.limits));
        if (links.length > reading.limits.links) throw reading.refuse(tooMuch(`${reading.limits.links} links`));
      },
      close: (name) => {
        if (name === 'sheetData') inTable = false;
        else if (inTable) table.close(name);
      },
      text: (text) => {
        if (inTable) table.text(text);
      },
    },
    reading.refuse,
  );
  applyLinks(rows, links);
  return rows.filter((row) => row.cells.length > 0);
}

/** Takes the elements inside `sheetData`: rows of cells, each with a value or a text of its own. */
function tableReader(rows: OpenRow[], reading: SheetReading) {
  let row: OpenRow | undefined;
  let cell: OpenCell | undefined;
  let column = 0;
  let collecting = false;
  let inReading = false;
  return {
    open: (name: string, attributes: Attributes) => {
      if (name === 'row') {
        row = openRow(rows.at(-1)?.number ?? 0, attributes.r, reading.refuse);
        rows.push(row);
        column = 0;
      } else if (name === 'c' && row !== undefined) {
        cell = openCell({ row: row.number, column: column + 1 }, attributes, reading.refuse);
        column = cell.place.column;
      } else if (name === 'rPh') inReading = true;
      else if (name === 'v' || name === 't') collecting = !inReading;
    },
    text: (text: string) => {
      if (collecting && cell !== undefined) cell.text += text;
    },
    close: (name: string) => {
      if (name === 'v' || name === 't') collecting = false;
      else if (name === 'rPh') inReading = false;
      if (name !== 'c' || cell === undefined || row === undefined) return;
      const value = cellValue(cell, reading);
      if (value !== undefined) place(row, cell.place, value, reading);
      cell = undefined;
    },
  };
}

function openRow(previous: number, reference: string | undefined, refuse: Refusal): OpenRow {
  const number = reference === undefined ? previous + 1 : Number(reference);
  if (Number.isInteger(number) && number > previous && number <= lastRow) return { number, cells: [] };
  throw refuse(refusal(`after row ${previous} comes no row of a sheet`, fetchAgain));
}

function openCell(expected: CellPlace, attributes: Attributes, refuse: Refusal): OpenCell {
  const place = attributes.r === undefined ? expected : cellPlace(attributes.r);
  if (place === undefined || place.row !== expected.row || place.column < expected.column) {
    throw refuse(refusal(`row ${expected.row} holds a cell that belongs elsewhere`, fetchAgain));
  }
  return { place, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '' };
}

function place(row: OpenRow, { column }: CellPlace, value: WorkbookCell, reading: SheetReading): void {
  const { limits, refuse } = reading;
  if (column > limits.columns) {
    const what = `row ${row.number} has a value in column ${columnLetters(column)}, the ${column}th; no release has more than ${limits.columns}`;
    throw refuse(refusal(what, fetchAgain));
  }
  reading.cellsLeft -= 1;
  if (reading.cellsLeft < 0) throw refuse(tooMuch(`${limits.cells} cells with a value`));
  while (row.cells.length < column - 1) row.cells.push(undefined);
  row.cells[column - 1] = value;
}

function cellValue(cell: OpenCell, reading: SheetReading): WorkbookCell | undefined {
  const { text, type } = cell;
  if (text.trim() === '') return undefined;
  switch (type) {
    case 's':
      return textCell(sharedText(cell, reading));
    case 'e':
      return { kind: 'error', text: text.slice(0, 20) };
    case 'b':
      return textCell(text === '1' ? 'TRUE' : 'FALSE');
    case 'd':
      return /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? { kind: 'date', date: text.slice(0, 10) } : textCell(text);
    case 'n':
      return numberCell(cell, reading);
    default:
      return textCell(checkedText(text, reading.limits, reading.refuse));
  }
}

function sharedText({ text, place }: OpenCell, { strings, refuse }: SheetReading): string {
  const shared = /^\d{1,9}$/.test(text) ? strings[Number(text)] : undefined;
  if (shared !== undefined) return shared;
  const where = `${columnLetters(place.column)}${place.row}`;
  throw refuse(refusal(`cell ${where} refers to a text that the workbook does not hold`, fetchAgain));
}

/** A text that is a web address and nothing else is a link: the oldest lists were saved without any other. */
function textCell(text: string): WorkbookCell | undefined {
  if (text.trim() === '') return undefined;
  const target = /^\s*https?:\/\/\S[^\n]*$/i.test(text) ? unwrapLink(text) : null;
  return target === null ? { kind: 'text', text } : { kind: 'link', text: target, target };
}

function numberCell({ text, style }: OpenCell, { dayStyles, since1904 }: SheetReading): WorkbookCell {
  const value = Number(text);
  if (!Number.isFinite(value)) return { kind: 'error', text: '#NUM!' };
  const date = dayStyles[style] ? dateOfSerial(value, since1904) : undefined;
  return date === undefined ? { kind: 'number', value } : { kind: 'date', date };
}

/** A link may be laid over a block of cells; one over more cells than this is a mistake and is passed over. */
const widestLink = 1_000;

function linkedCells(attributes: Attributes, relations: Relations, limits: WorkbookLimits) {
  const relation = relations.get(attributes.id ?? '');
  const target = relation?.outside ? unwrapLink(relation.target) : null;
  const [first = '', last = first] = (attributes.ref ?? '').split(':');
  const [from, to] = [cellPlace(first), cellPlace(last)];
  if (target === null || from === undefined || to === undefined) return [];
  const [height, width] = [to.row - from.row + 1, Math.min(to.column, limits.columns) - from.column + 1];
  if (height < 1 || width < 1 || height * width > widestLink) return [];
  return Array.from({ length: height * width }, (_, at) => {
    const place = { row: from.row + Math.floor(at / width), column: from.column + (at % width) };
    return [place, target] as const;
  });
}

function applyLinks(rows: readonly OpenRow[], links: readonly (readonly [CellPlace, string])[]): void {
  if (links.length === 0) return;
  const numbered = new Map(rows.map((row) => [row.number, row]));
  for (const [{ row, column }, target] of links) {
    const cells = numbered.get(row)?.cells;
    const cell = cells?.[column - 1];
    if (cells !== undefined && cell?.kind === 'text') cells[column - 1] = { kind: 'link', text: cell.text, target };
  }
}

function tooMuch(what: string): Reason {
  return refusal(`it would take too much memory: it holds more than ${what}`, 'import it in parts');
}
