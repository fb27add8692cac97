import type ExcelJS from 'exceljs';
import type { NumberUnit } from './plan.ts';

/** How Excel shows a number of each unit, a date, and text that stays text. A zero count shows as its sign; the cell still holds 0. */
export const formatCodes = {
  count: '#,##0;-#,##0;"-"',
  /** With the sign of a figure that was revised; the cell still holds the number. */
  revised: '#,##0" r";-#,##0" r";"- r"',
  share: '0.0',
  change: '+#,##0;-#,##0;"-"',
  'percent-change': '+#,##0.0;-#,##0.0;0.0',
  // Not one of Excel's own formats, which a file names by number alone.
  duration: '#,##0;-#,##0',
  'duration-tenths': '#,##0.0',
  date: 'yyyy-mm-dd',
  /** Text for ever, even after an edit; `finishPackage` adds the quote prefix to every style with this format. */
  text: '@',
} as const satisfies Record<NumberUnit | 'revised' | 'date' | 'text', string>;

type Style = Partial<ExcelJS.Style>;

/** The styles of one row, by what stands in a cell. */
export interface RowStyles extends Readonly<Record<NumberUnit, Style>> {
  readonly revised: Style;
  readonly text: Style;
  readonly guarded: Style;
  readonly date: Style;
  readonly sign: Style;
  /** In a column of words or dates. */
  readonly signOfWords: Style;
  readonly link: Style;
}

const thin = { style: 'thin' } as const;
const bold = { name: 'Calibri', size: 11, bold: true } as const;
const left = { horizontal: 'left', vertical: 'top', wrapText: true } as const;
// No indent, which would keep a number apart from the next column: LibreOffice forgets it from one number format to the next.
const right = { horizontal: 'right' } as const;
const linkFont = { name: 'Calibri', size: 11, underline: true, color: { argb: 'FF0B4A8F' } } as const;

function rowStyles(base: Style, vertical: 'top' | 'bottom', link: Partial<ExcelJS.Font>): RowStyles {
  const words = { ...base, alignment: { ...left, vertical } };
  const figure = { ...base, alignment: { ...right, vertical } };
  return {
    text: words,
    guarded: { ...words, numFmt: formatCodes.text },
    count: { ...figure, numFmt: formatCodes.count },
    revised: { ...figure, numFmt: formatCodes.revised },
    share: { ...figure, numFmt: formatCodes.share },
    change: { ...figure, numFmt: formatCodes.change },
    'percent-change': { ...figure, numFmt: formatCodes['percent-change'] },
    duration: { ...figure, numFmt: formatCodes.duration },
    'duration-tenths': { ...figure, numFmt: formatCodes['duration-tenths'] },
    date: { ...words, numFmt: formatCodes.date },
    sign: figure,
    signOfWords: words,
    link: { ...words, font: link },
  };
}

// Shared objects, not copies: ExcelJS looks a style up by identity before it compares.
/** The title in A1, and the lines below it: wrapped on a sheet of text, running on beside column A above a table. */
export const lineStyles = {
  text: { title: { font: { name: 'Calibri', size: 16, bold: true }, alignment: left }, line: { alignment: left } },
  table: { title: { font: { name: 'Calibri', size: 16, bold: true } }, line: {} },
} as const satisfies Record<string, Readonly<Record<'title' | 'line', Style>>>;

/** Figures stand on the last line of the label beside them. */
export const figureRows = rowStyles({}, 'bottom', linkFont);

/** In a table of words, and in a list of facts, the first lines stand level. */
export const wordRows = rowStyles({}, 'top', linkFont);

/** The margin: bold, between two rules. */
export const totalRow = rowStyles({ font: bold, border: { top: thin, bottom: thin } }, 'bottom', {
  ...linkFont,
  bold: true,
});

/** The headings, over words and over figures. */
export const headingStyles = {
  words: { font: bold, alignment: { ...left, vertical: 'bottom' }, border: { top: thin, bottom: thin } },
  figures: {
    font: bold,
    alignment: { ...right, vertical: 'bottom', wrapText: true },
    border: { top: thin, bottom: thin },
  },
  /** Without the rule below: it would strike through words that stand at the top of the first row. */
  overWords: { font: bold, alignment: { ...left, vertical: 'bottom' }, border: { top: thin } },
  figuresOverWords: { font: bold, alignment: { ...right, vertical: 'bottom', wrapText: true }, border: { top: thin } },
} as const satisfies Record<string, Style>;

/** A style for text that could be taken for a formula, a number or a date. */
export function guarded(style: Style): Style {
  return { ...style, numFmt: formatCodes.text };
}

const indents = new WeakMap<Style, Style>();

/** A style for words beside a column of numbers, set apart from it. */
export function indented(style: Style): Style {
  const known = indents.get(style) ?? { ...style, alignment: { ...style.alignment, indent: 1 } };
  indents.set(style, known);
  return known;
}
