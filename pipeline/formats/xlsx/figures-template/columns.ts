/** The columns of a template, in its workbook and in its text: one row for each agreement, month and measure. */
export const figureColumns = ['Agreement', 'Month', 'Measure', 'Figure'] as const;
/** One of them. */
export type FigureColumn = (typeof figureColumns)[number];

/** The sheets of a template's workbook, in their order. */
export const templateSheets = { instructions: 'Instructions', figures: 'Figures', lists: 'Lists' } as const;

/** The columns of the sheet of lists: what a list is of, and what may be chosen. */
export const listColumns = ['List', 'Entry'] as const;

/** How the title of every template begins: it tells one whose sheet of figures was taken out. */
export const templateTitle = 'Figures of the agency under a 287(g) agreement';
