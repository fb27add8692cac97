import type { Cell } from '../cell.ts';
import type { Block, ReportTable } from '../compose.ts';
import type { WindowId } from '../period.ts';

/** What differs from the edition before: facts, read from its record. */
export type Revisions =
  /** Its files are not at hand, so that nothing can be said. */
  | { readonly kind: 'unknown'; readonly since: number }
  | {
      readonly kind: 'compared';
      /** The number of the edition before. */
      readonly since: number;
      /** Tables with figures that differ, in the order of the document; figures that only one edition has are among them. */
      readonly tables: readonly ChangedTable[];
      /** Totals that differ, in the order of the document, each measure and window once. */
      readonly totals: readonly ChangedTotal[];
      readonly inputs: ChangedInputs;
    };

/** A table with figures that differ. */
export interface ChangedTable {
  readonly id: string;
  /** How many differ, those that only one edition has among them. */
  readonly figures: number;
  /** Those that both editions have, by {@link figureKey}. */
  readonly revised: ReadonlySet<string>;
}

/** Names a figure in its table: what it counts, in which window, in which row. */
export function figureKey(open: { readonly measure: string; readonly window: string }, code: string): string {
  return `${open.measure} ${open.window} ${code}`;
}

/** A table with the mark `r` on each figure that differs from the edition before. */
export function markRevised(table: ReportTable, revisions: Revisions | undefined): ReportTable {
  if (revisions?.kind !== 'compared') return table;
  const revised = revisions.tables.find(({ id }) => id === table.id)?.revised;
  if (revised === undefined || revised.size === 0) return table;
  const rows = table.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at): Cell => {
      const open = table.columns[at]?.open ?? null;
      const isRevised = cell.kind === 'count' && open !== null && revised.has(figureKey(open, row.code));
      return isRevised ? { ...cell, revised: true } : cell;
    }),
  }));
  return { ...table, rows };
}

/** A total as it was published before and as it is now. */
export interface ChangedTotal {
  readonly measure: string;
  readonly window: WindowId;
  readonly before: PublishedFigure;
  readonly now: PublishedFigure;
}

/** A figure as open data has it: a number, or a sign in its place. */
export interface PublishedFigure {
  readonly value: number | null;
  readonly status: string;
}

/** What an edition was made from and by, where that differs. */
export interface ChangedInputs {
  readonly sourcesAdded: readonly string[];
  readonly sourcesGone: readonly string[];
  readonly regimesAdded: readonly string[];
  readonly regimesGone: readonly string[];
  /** Versions, or the first digits of the hash of the program where the version is the same. */
  readonly program: readonly [before: string, now: string] | null;
  readonly browser: readonly [before: string, now: string] | null;
}

/** How the notes name tables, measures and windows. */
export interface RevisionNames {
  readonly table: (id: string) => string;
  readonly measure: (id: string) => string;
  readonly window: (measure: string, id: WindowId) => string;
}

/** So many totals are printed; the tables have the others. */
const mostTotals = 20;

/** The blocks of the notes that say what a correction changed. */
export function composeRevisions(revisions: Revisions, names: RevisionNames): readonly Block[] {
  const { since } = revisions;
  if (revisions.kind === 'unknown') {
    return [sentence(`This edition replaces edition ${since}, which is not at hand: what changed cannot be listed.`)];
  }
  const { tables, totals, inputs } = revisions;
  const figures = tables.reduce((sum, table) => sum + table.figures, 0);
  const count = `${plural(figures, 'figure')} in ${plural(tables.length, 'table')}`;
  return [
    sentence(
      tables.length === 0
        ? `This edition replaces edition ${since}. No figure of its tables differs.`
        : `This edition replaces edition ${since}: ${count} ${figures === 1 ? 'differs' : 'differ'}. Shares follow the figures and are not counted.`,
    ),
    ...list(tables.map((table) => `${names.table(table.id)}: ${plural(table.figures, 'figure')}.`)),
    ...totalBlocks(totals, since, names),
    ...list(inputSentences(inputs, since)),
  ];
}

function totalBlocks(totals: readonly ChangedTotal[], since: number, names: RevisionNames): readonly Block[] {
  if (totals.length === 0) return [];
  const rows = totals
    .slice(0, mostTotals)
    .map(({ measure, window, before, now }) => [
      names.measure(measure),
      names.window(measure, window),
      figureText(before),
      figureText(now),
    ]);
  const columns = ['Total', 'Period', `Edition ${since}`, 'This edition'];
  const more = totals.length - rows.length;
  return [
    { kind: 'facts', facts: { id: 'revised-totals', title: 'Totals that changed', columns, rows } },
    ...(more === 0 ? [] : [sentence(`${plural(more, 'further total')} changed; the tables have them.`)]),
  ];
}

function inputSentences(inputs: ChangedInputs, since: number): readonly string[] {
  const { sourcesAdded, sourcesGone, regimesAdded, regimesGone, program, browser } = inputs;
  const found = [
    ...named('Sources that edition', since, 'did not have', sourcesAdded),
    ...named('Sources of edition', since, 'that this one does not have', sourcesGone),
    ...named('Priority regimes that edition', since, 'did not have', regimesAdded),
    ...named('Priority regimes of edition', since, 'that this one does not have', regimesGone),
    ...(program === null ? [] : [`Program: ${program[0]}, now ${program[1]}.`]),
    ...(browser === null ? [] : [`Browser that prints: ${browser[0]}, now ${browser[1]}.`]),
  ];
  if (found.length > 0) return found;
  return [
    `Sources, priority regimes, program and browser are those of edition ${since}; what differs was changed on record, such as by a correction of the register.`,
  ];
}

function named(head: string, since: number, tail: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${head} ${since} ${tail}: ${names.join('; ')}.`];
}

const figureText = ({ value, status }: PublishedFigure) => (value === null ? status : value.toLocaleString('en-US'));

const plural = (count: number, word: string) => `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
const sentence = (text: string): Block => ({ kind: 'paragraph', text });
const list = (items: readonly string[]): readonly Block[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);
