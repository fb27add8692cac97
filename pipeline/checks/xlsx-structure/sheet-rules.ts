import { cellLimit, startsLikeFormula } from '../../formats/xlsx/text.ts';
import type { Breach, SheetRule } from './rules.ts';
import type { ReadSheet } from './workbook.ts';
import { child, listed } from './xml.ts';

const visible: SheetRule = ({ name, state, xml }) => {
  const found: Breach[] = state === 'visible' ? [] : [{ sheet: name, problem: 'is hidden' }];
  for (const { attributes } of listed(xml, 'sheetData', 'row')) {
    if (attributes.hidden === '1')
      found.push({ sheet: name, cell: `A${attributes.r}`, problem: 'stands in a hidden row' });
  }
  for (const { attributes } of listed(xml, 'cols', 'col')) {
    if (attributes.hidden === '1') found.push({ sheet: name, problem: `column ${attributes.min} is hidden` });
  }
  return found;
};

const plainGrid: SheetRule = ({ name, xml }) => {
  const found: Breach[] = listed(xml, 'mergeCells', 'mergeCell').map(({ attributes }) => ({
    sheet: name,
    cell: attributes.ref ?? '',
    problem: 'cells are merged',
  }));
  if (child(xml, 'autoFilter') !== undefined) found.push({ sheet: name, problem: 'has a filter' });
  for (const list of ['conditionalFormatting', 'dataValidations', 'sheetProtection', 'drawing', 'legacyDrawing']) {
    if (child(xml, list) !== undefined) found.push({ sheet: name, problem: `has the element ${list}` });
  }
  return found;
};

const cursor: SheetRule = ({ name, xml }) => {
  const view = listed(xml, 'sheetViews', 'sheetView')[0];
  const found: Breach[] =
    child(view, 'pane') === undefined ? [] : [{ sheet: name, problem: 'has frozen or split panes' }];
  if (child(view, 'selection')?.attributes.activeCell !== 'A1')
    found.push({ sheet: name, problem: 'the cursor is not in A1' });
  return found;
};

/** Title in A1, every row from column A, none left out: where a person or a screen reader looks. */
const fromTheFirstCell: SheetRule = ({ name, cells }) => {
  const title = cells.find(({ address }) => address === 'A1');
  const found: Breach[] =
    title?.kind === 'text' && title.text !== '' ? [] : [{ sheet: name, cell: 'A1', problem: 'holds no title' }];
  const started = new Set(cells.filter(({ column, text }) => column === 1 && text !== '').map(({ row }) => row));
  const last = Math.max(0, ...cells.map(({ row }) => row));
  for (let row = 2; row <= last; row += 1) {
    if (!started.has(row)) found.push({ sheet: name, cell: `A${row}`, problem: 'is blank' });
  }
  return found;
};

const marked: SheetRule = (sheet, _workbook, model) => {
  if (model.mark === null) return [];
  const { word } = model.mark;
  const found: Breach[] = [];
  if (!linesOf(sheet).some((line) => line.includes(word))) {
    found.push({ sheet: sheet.name, problem: `no line above the table bears the mark ${word}` });
  }
  if (!(child(child(sheet.xml, 'headerFooter'), 'oddHeader')?.text ?? '').includes(word)) {
    found.push({ sheet: sheet.name, problem: `the printed header does not bear the mark ${word}` });
  }
  return found;
};

const linesOf = ({ cells, tables }: ReadSheet): readonly string[] => {
  const headerRow = tables[0]?.headerRow ?? Number.POSITIVE_INFINITY;
  return cells.filter(({ row }) => row < headerRow).map(({ text }) => text);
};

const printed: SheetRule = ({ name, xml, tables, printTitleRow }) => {
  const found: Breach[] = [];
  const fit = child(child(xml, 'sheetPr'), 'pageSetUpPr')?.attributes.fitToPage === '1';
  const setup = child(xml, 'pageSetup')?.attributes ?? {};
  if (!fit || setup.fitToWidth !== '1' || setup.fitToHeight !== '0') {
    found.push({ sheet: name, problem: 'is not printed one page wide and as long as it needs' });
  }
  const headerRow = tables[0]?.headerRow;
  if (headerRow !== undefined && printTitleRow !== headerRow) {
    found.push({ sheet: name, cell: `A${headerRow}`, problem: 'the headings are not repeated on every printed page' });
  }
  return found;
};

const widths: SheetRule = ({ name, xml, tables }) => {
  const wide = listed(xml, 'cols', 'col').filter(({ attributes }) => Number(attributes.width) >= 5);
  const covered = (column: number) =>
    wide.some(({ attributes }) => Number(attributes.min) <= column && column <= Number(attributes.max));
  const last = tables[0]?.lastColumn ?? 1;
  return Array.from({ length: last }, (_unused, at) => at + 1)
    .filter((column) => !covered(column))
    .map((column) => ({ sheet: name, problem: `column ${column} has no width to read it by` }));
};

/** What stands in a cell is text or a number, as it was written, for ever. */
const contents: SheetRule = ({ name, cells }, { styles }) =>
  cells.flatMap(({ address: cell, kind, text, style }): Breach[] => {
    if (kind === 'formula') return [{ sheet: name, cell, problem: 'holds a formula' }];
    if (kind === 'error' || kind === 'boolean')
      return [{ sheet: name, cell, problem: `holds a value of kind ${kind}` }];
    if (kind === 'number') {
      return Number.isFinite(Number(text)) ? [] : [{ sheet: name, cell, problem: `holds ${text}, which is no number` }];
    }
    if (text.length > cellLimit) return [{ sheet: name, cell, problem: `holds ${text.length} characters` }];
    return startsLikeFormula(text) && styles[style]?.quotePrefix !== true
      ? [{ sheet: name, cell, problem: 'could be taken for a formula: it has no quote prefix' }]
      : [];
  });

const noFill: SheetRule = ({ name, cells }, { styles }) =>
  cells
    .filter(({ style }) => styles[style]?.filled === true)
    .map(({ address }) => ({ sheet: name, cell: address, problem: 'is filled with a color' }));

/** The rules about each sheet. */
export const sheetRules: readonly SheetRule[] = [
  visible,
  plainGrid,
  cursor,
  fromTheFirstCell,
  marked,
  printed,
  widths,
  contents,
  noFill,
];
