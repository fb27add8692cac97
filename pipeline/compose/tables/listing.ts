import type { CoverageKind } from '../../../queries/coverage.ts';
import type { ListedRow, ListingId } from '../../../queries/listings.ts';
import type { Cell } from '../../cell.ts';
import type { Column, ReportTable } from '../../compose.ts';
import { lastDay } from '../../period.ts';
import type { ListingColumn, ListingDefinition } from '../../reports/report.ts';
import { fill } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { figureIn } from '../figures.ts';

/** Things one by one; no table where there is none, or nothing is known of them. */
export function composeListing(definition: ListingDefinition, drawn: Drawn): readonly ReportTable[] {
  const rows = rowsOf(definition, drawn);
  if (rows.length === 0) return [];
  const { id, title, rowHeader, notes = [] } = definition;
  const { period } = drawn.extract;
  const words = drawn.words.tables;
  const { columns, untold } = toldColumns(definition, rows, drawn);
  const cells = rows.map(({ facts }) => columns.map((column) => cellOf(facts, column, drawn)));
  const isMissing = cells.some((row) => row.some(({ kind }) => kind === 'unavailable'));
  return [
    {
      id,
      number: 0,
      title: fill(words.titleOfPeriod, { title, period: period.label }),
      measure: id,
      breakdown: definition.listing,
      kind: 'list',
      rowHeader,
      columns: columns.map(columnOf),
      rows: rows.map(({ code, label }, at) => ({ code, label, isTotal: false, cells: cells[at] ?? [] })),
      notes: [
        ...(isMissing ? [words.notes.someFacts] : []),
        ...(isUntoldPart(definition, drawn) ? [words.notes.untoldApplications] : []),
        ...(untold.length === 0 ? [] : [fill(words.notes.untoldColumns, { columns: untold.join('; ') })]),
        ...notes,
      ],
    },
  ];
}

/** What is listed; rows of a part that the sources do not cover would stand beside a count that is not available. */
function rowsOf(definition: ListingDefinition, drawn: Drawn): readonly ListedRow[] {
  if (!isListed(definition.coverage, drawn) || !isCounted(definition, drawn)) return [];
  const rows = listedRows(definition.listing, drawn);
  const { parts } = definition;
  if (parts === undefined || !isUntoldPart(definition, drawn)) return rows;
  return rows.filter(({ facts }) => !parts.codes.includes(String(facts[parts.fact])));
}

/** Whether the number of what is listed is told, which looks back further than the last day, where some measure counts it. */
const isCounted = ({ countedAs }: ListingDefinition, drawn: Drawn): boolean =>
  countedAs === undefined || figureIn({ measure: countedAs }, 'period', drawn).kind === 'count';

const isUntoldPart = ({ parts }: ListingDefinition, drawn: Drawn): boolean =>
  parts !== undefined && !isListed(parts.coverage, drawn);

/** Columns of which the sources tell nothing, in no row, stand in a note. */
function toldColumns({ columns }: ListingDefinition, rows: readonly ListedRow[], drawn: Drawn) {
  const isTold = (column: ListingColumn) =>
    rows.some(({ facts }) => cellOf(facts, column, drawn).kind !== 'unavailable');
  return {
    columns: columns.filter(isTold),
    untold: columns.filter((column) => !isTold(column)).map(({ header }) => header),
  };
}

/** In place of a list without a row: that there is none, or that the sources do not tell. */
export function nothingListed(definition: ListingDefinition, drawn: Drawn): string {
  const { noneListed, notListed, notCounted } = drawn.words.tables.notes;
  const none = isCounted(definition, drawn) ? noneListed : notCounted;
  return fill(isListed(definition.coverage, drawn) ? none : notListed, { title: definition.title });
}

/** What is listed in a document's scope. */
export function listedRows(listing: ListingId, { extract, scope }: Drawn): readonly ListedRow[] {
  const all = extract.listings.find((each) => each.listing === listing)?.rows ?? [];
  return scope === 'national' || extract.subject !== null ? all : all.filter(({ office }) => office === scope);
}

/** Whether the sources cover the period's last day, and tell an office which agreements are its own. */
export function isListed(kind: CoverageKind, { extract, scope }: Drawn): boolean {
  const { coverage, everyAgreementHasOffice, period, subject } = extract;
  const last = lastDay(period);
  const isTold = scope === 'national' || subject !== null || everyAgreementHasOffice;
  return (
    isTold &&
    coverage.some((span) => span.kind === kind && span.office === null && span.from <= last && span.until > last)
  );
}

const columnOf = ({ id, header, meaning, unit }: ListingColumn): Column => ({
  id,
  header,
  description: meaning,
  unit,
  open: null,
});

function cellOf(facts: ListedRow['facts'], column: ListingColumn, drawn: Drawn): Cell {
  const fact = facts[column.id] ?? null;
  if (column.coverage !== undefined && !isListed(column.coverage, drawn)) return { kind: 'unavailable' };
  const { notApplicableTo: not } = column;
  const cannotApply = not?.in.includes(String(facts[not.fact])) ?? false;
  if (fact === null || fact === '') return { kind: cannotApply ? 'not-applicable' : column.blank };
  if (column.unit === 'date') return { kind: 'date', date: String(fact) };
  if (typeof fact === 'string') {
    const label = column.labels?.find(({ code }) => code === fact)?.label;
    return { kind: 'text', text: label ?? fact };
  }
  return column.unit === 'count' ? { kind: 'count', value: fact } : { kind: 'duration', value: fact };
}
