import type { Cell } from '../cell.ts';
import type { Block, Column, ReportTable } from '../compose.ts';
import type { WindowId } from '../period.ts';
import { type KeyFigureDefinition, tableId } from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import { counted, fill, wholeNumber } from '../wording.ts';
import type { Drawn } from './drawn.ts';

type RevisionWords = ReportWords['revisions'];

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
  /** The edition before had no such table: nothing of it was revised. */
  readonly isNew?: true;
  /** How many differ, those that only one edition has among them. */
  readonly figures: number;
  /** Those that both editions have, by {@link figureKey}. */
  readonly revised: ReadonlySet<string>;
}

/** Names a figure in its table: what it counts, in which window, in which row. */
export function figureKey(open: { readonly measure: string; readonly window: string }, code: string): string {
  return `${open.measure} ${open.window} ${code}`;
}

/** A table with the mark `r` on each figure that differs from the edition before, the nation's beside an office's too. */
export function markRevised(table: ReportTable, { own, national }: Drawn['revisions']): ReportTable {
  const ownKeys = revisedIn(table.id, own);
  const nationalKeys = revisedIn(table.id, national);
  if (ownKeys.size === 0 && nationalKeys.size === 0) return table;
  const isRevised = ({ id, open }: Column, code: string) =>
    id === 'national'
      ? nationalKeys.has(figureKey({ measure: table.measure, window: 'period' }, code))
      : ownKeys.has(figureKey(openKey(table, id, open), code));
  const rows = table.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at) => {
      const column = table.columns[at];
      return column !== undefined && isRevised(column, row.code) ? asRevised(cell) : cell;
    }),
  }));
  return { ...table, rows };
}

/** Tables of which each cell stands for itself have one column of open data for each of theirs. */
const openKey = ({ kind }: ReportTable, id: string, open: Column['open']) =>
  kind === undefined && open !== null ? open : { measure: '', window: id };

const asRevised = (cell: Cell): Cell => (cell.kind === 'count' ? { ...cell, revised: true } : cell);

const none: ReadonlySet<string> = new Set();

function revisedIn(tableId: string, revisions: Revisions | undefined): ReadonlySet<string> {
  if (revisions?.kind !== 'compared') return none;
  return revisions.tables.find(({ id }) => id === tableId)?.revised ?? none;
}

/** The cell of a key figure with its mark: a total of the period, or a row of a table. */
export function markKeyFigure(cell: Cell, { measure, row }: KeyFigureDefinition, { own }: Drawn['revisions']): Cell {
  if (own?.kind !== 'compared') return cell;
  const isRevised =
    row === undefined
      ? own.totals.some((total) => total.measure === measure.id && total.window === 'period')
      : revisedIn(tableId(measure, row.by), own).has(figureKey({ measure: measure.id, window: 'period' }, row.code));
  return isRevised ? asRevised(cell) : cell;
}

/** In the document of an office: that figures of the nation beside its own differ. */
export function nationalRevisions(national: Revisions | undefined, words: RevisionWords): readonly Block[] {
  if (national?.kind !== 'compared' || national.tables.every(({ revised }) => revised.size === 0)) return [];
  return [sentence(fill(words.national, { since: String(national.since) }))];
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
  /** A date or words in place of a number. */
  readonly fact?: string;
}

/** What an edition was made from and by, where that differs. */
export interface ChangedInputs {
  readonly sourcesAdded: readonly string[];
  readonly sourcesGone: readonly string[];
  /** Corrections of the register by persons, with reason and role; in the nation's document alone. */
  readonly correctionsAdded: readonly string[];
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
export function composeRevisions(revisions: Revisions, names: RevisionNames, words: RevisionWords): readonly Block[] {
  const since = String(revisions.since);
  if (revisions.kind === 'unknown') return [sentence(fill(words.notAtHand, { since }))];
  const { tables, totals, inputs } = revisions;
  const differ = tables.filter(({ isNew }) => isNew === undefined);
  const sayOf = ({ id, isNew, figures }: ChangedTable) =>
    isNew
      ? fill(words.newTable, { table: names.table(id) })
      : counted(words.figuresOfTable, figures, { table: names.table(id) });
  return [
    sentence(differ.length === 0 ? fill(words.same, { since }) : differing(differ, since, words)),
    ...list(tables.map(sayOf)),
    ...totalBlocks(totals, since, names, words.totals),
    ...list(inputSentences(inputs, since, words.inputs)),
  ];
}

function differing(tables: readonly ChangedTable[], since: string, words: RevisionWords): string {
  const figures = tables.reduce((sum, table) => sum + table.figures, 0);
  return counted(words.differ, figures, { since, tables: counted(words.tables, tables.length) });
}

function totalBlocks(
  totals: readonly ChangedTotal[],
  since: string,
  names: RevisionNames,
  words: RevisionWords['totals'],
): readonly Block[] {
  if (totals.length === 0) return [];
  const rows = totals
    .slice(0, mostTotals)
    .map(({ measure, window, before, now }) => [
      names.measure(measure),
      names.window(measure, window),
      figureText(before),
      figureText(now),
    ]);
  const { measure, window, before, now } = words.columns;
  const columns = [measure, window, fill(before, { since }), now];
  const more = totals.length - rows.length;
  return [
    { kind: 'facts', facts: { id: 'revised-totals', title: words.title, columns, rows } },
    ...(more === 0 ? [] : [sentence(counted(words.more, more))]),
  ];
}

function inputSentences(inputs: ChangedInputs, since: string, words: RevisionWords['inputs']): readonly string[] {
  const lists = ['sourcesAdded', 'sourcesGone', 'correctionsAdded', 'regimesAdded', 'regimesGone'] as const;
  const versions = ['program', 'browser'] as const;
  const found = [
    ...lists.flatMap((id) =>
      inputs[id].length === 0 ? [] : [fill(words[id], { since, names: inputs[id].join('; ') })],
    ),
    ...versions.flatMap((id) => {
      const [before, now] = inputs[id] ?? [];
      return before === undefined || now === undefined ? [] : [fill(words[id], { before, now })];
    }),
  ];
  return found.length > 0 ? found : [fill(words.same, { since })];
}

const figureText = ({ value, status }: PublishedFigure) => (value === null ? status : wholeNumber(value));

const sentence = (text: string): Block => ({ kind: 'paragraph', text });
const list = (items: readonly string[]): readonly Block[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);
