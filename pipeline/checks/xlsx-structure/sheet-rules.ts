import { cellLimit, startsLikeFormula } from '../../formats/xlsx/text.ts';
import { captions, cover } from './caption-rules.ts';
import type { Breach, SheetRule } from './rules.ts';
import { columnName, type ReadSheet, type ReadStyle } from './workbook.ts';
import { child, listed } from './xml.ts';

const visible: SheetRule = ({ name, state, xml }) => {
  const found: Breach[] = state === 'visible' ? [] : [{ sheet: name, problem: 'is hidden' }];
  for (const { attributes } of listed(xml, 'sheetData', 'row')) {
    if (attributes.hidden === '1' || Number(attributes.ht ?? 1) === 0)
      found.push({ sheet: name, cell: `A${attributes.r}`, problem: 'stands in a hidden row' });
  }
  for (const { attributes } of listed(xml, 'cols', 'col')) {
    if (attributes.hidden === '1') found.push({ sheet: name, problem: `column ${attributes.min} is hidden` });
  }
  return found;
};

/** What hides, colors, draws over or closes cells. */
const unwanted = ['conditionalFormatting', 'dataValidations', 'sheetProtection', 'drawing', 'legacyDrawing', 'picture'];

const plainGrid: SheetRule = ({ name, xml }) => {
  const found: Breach[] = listed(xml, 'mergeCells', 'mergeCell').map(({ attributes }) => ({
    sheet: name,
    cell: attributes.ref ?? '',
    problem: 'cells are merged',
  }));
  if (child(xml, 'autoFilter') !== undefined) found.push({ sheet: name, problem: 'has a filter' });
  for (const list of unwanted) {
    if (child(xml, list) !== undefined) found.push({ sheet: name, problem: `has the element ${list}` });
  }
  return found;
};

const cursor: SheetRule = ({ name, xml }) => {
  const view = listed(xml, 'sheetViews', 'sheetView')[0];
  const found: Breach[] =
    child(view, 'pane') === undefined ? [] : [{ sheet: name, problem: 'has frozen or split panes' }];
  const { activeCell, sqref = activeCell } = child(view, 'selection')?.attributes ?? {};
  if (activeCell !== 'A1' || sqref !== 'A1' || (view?.attributes.topLeftCell ?? 'A1') !== 'A1')
    found.push({ sheet: name, cell: sqref ?? 'A1', problem: 'is selected or shown first: the cursor is not in A1' });
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

/** Characters: narrower, a column shows no word; wider, it does not fit on a screen. */
const sensible = { least: 5, most: 100 };

const widths: SheetRule = ({ name, xml, tables }) => {
  const columns = listed(xml, 'cols', 'col').map(({ attributes }) => ({
    width: Number(attributes.width),
    covers: (column: number) => Number(attributes.min) <= column && column <= Number(attributes.max),
  }));
  return Array.from({ length: tables[0]?.lastColumn ?? 1 }, (_unused, at) => at + 1).flatMap((column): Breach[] => {
    const width = columns.find(({ covers }) => covers(column))?.width ?? 0;
    return width >= sensible.least && width <= sensible.most
      ? []
      : [
          {
            sheet: name,
            cell: columnName(column),
            problem: `is a column of ${width} characters, no width to read it by`,
          },
        ];
  });
};

/** A number wider than its column is shown as `####`. */
const numbersFit: SheetRule = ({ name, xml, cells }) => {
  const columns = listed(xml, 'cols', 'col').map(({ attributes }) => attributes);
  const widthOf = (column: number) =>
    Number(columns.find(({ min, max }) => Number(min) <= column && column <= Number(max))?.width ?? 0);
  return cells
    .filter(
      ({ kind, column, text }) => kind === 'number' && Number(text).toLocaleString('en-US').length > widthOf(column),
    )
    .map(({ address: cell }) => ({ sheet: name, cell, problem: 'is wider than its column' }));
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

/** No meaning rests on color: nothing is filled, a link is underlined as well, and no sign of a number is a color. */
const noColor: SheetRule = ({ name, cells, xml }, { styles }) => {
  const problemOf = (style: ReadStyle | undefined): string | null => {
    if (style?.filled === true) return 'is filled with a color';
    if (style?.colored === true && !style.underlined) return 'is told apart by color alone';
    return /\[(black|blue|cyan|green|magenta|red|white|yellow|color)/i.test(style?.formatCode ?? '')
      ? 'has a number format with a color'
      : null;
  };
  const found = cells.flatMap(({ address: cell, style }): Breach[] => {
    const problem = problemOf(styles[style]);
    return problem === null ? [] : [{ sheet: name, cell, problem }];
  });
  if (child(child(xml, 'sheetPr'), 'tabColor') !== undefined) found.push({ sheet: name, problem: 'has a colored tab' });
  return found;
};

/** On a sheet of text every line wraps: there is no table to set its width by. */
const textWraps: SheetRule = ({ name, cells, tables }, { styles }) =>
  tables.length > 0
    ? []
    : cells
        .filter(({ style }) => styles[style]?.wraps !== true)
        .map(({ address: cell }) => ({ sheet: name, cell, problem: 'does not wrap its text' }));

/** The rules about each sheet. */
export const sheetRules: readonly SheetRule[] = [
  visible,
  plainGrid,
  cursor,
  fromTheFirstCell,
  marked,
  printed,
  widths,
  numbersFit,
  contents,
  noColor,
  textWraps,
  captions,
  cover,
];
