import { absences, unmappedPrefix } from '../../../queries/codelists.ts';
import { countries } from '../../../queries/countries.ts';
import { dispositions } from '../../../queries/dispositions.ts';
import { categories } from '../../../queries/offenses/categories.ts';
import { codeOfLabel } from '../../../queries/offenses/labels.ts';
import type { ExtractRow } from '../../../queries/program-extract/versions.ts';
import { type ExtractEntity, extractSchema, lastDayOnRecord } from '../../../queries/program-extract.ts';

/** A row as read, or the reasons why it is refused. */
export type ReadRow =
  | { readonly kind: 'row'; readonly row: ExtractRow }
  | { readonly kind: 'reject'; readonly reasons: readonly string[] };

type Value = string | number | boolean | null;
type Cell = { readonly value: Value } | { readonly reason: string };

/** Reads rows whose cells stand in the order of the header. */
export function rowReader(entity: ExtractEntity, header: readonly string[]): (cells: readonly string[]) => ReadRow {
  const readers = header.map((column) => ({ column, read: cellReader(entity, column) }));
  const absent = Object.keys(entity.columns).filter((column) => !header.includes(column));
  return (cells) => {
    if (cells.length !== header.length) {
      return { kind: 'reject', reasons: [`it has ${cells.length} cells and the header ${header.length}`] };
    }
    const row: Record<string, Value> = Object.fromEntries(absent.map((column) => [column, null]));
    const reasons: string[] = [];
    for (const [at, { column, read }] of readers.entries()) {
      const cell = read(cells[at] ?? '');
      if ('reason' in cell) reasons.push(`${column} ${cell.reason}`);
      else row[column] = cell.value;
    }
    if (reasons.length > 0) return { kind: 'reject', reasons };
    const checked = entity.contract.safeParse(row);
    if (checked.success) return { kind: 'row', row };
    return {
      kind: 'reject',
      reasons: checked.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`),
    };
  };
}

/** What the schema says about one column: `type` and `format` stand beside the null of those that may be blank. */
interface ColumnSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly anyOf?: readonly ColumnSchema[];
}

function cellReader(entity: ExtractEntity, column: string): (cell: string) => Cell {
  const schema = extractSchema(entity).properties[column] as ColumnSchema;
  const variants = [schema, ...(schema.anyOf ?? [])];
  const types = new Set(variants.flatMap(({ type }) => type ?? []));
  const format = variants.find((variant) => variant.format !== undefined)?.format;
  const codes = openCodes(entity, column);
  const labels = column === 'ncic_code' ? codeOfLabel : () => undefined;
  return (cell) => {
    const text = cell.trim();
    if (text === '') return types.has('null') ? { value: null } : { reason: 'is blank' };
    if (types.has('integer')) return readWhole(text);
    if (types.has('boolean')) return readTruth(text);
    if (format === 'date' || format === 'date-time') return readTime(text);
    return { value: codes === null || codes(text) ? text : (labels(text) ?? unmappedPrefix + text) };
  };
}

/** The largest that the database stores as an integer. */
const largest = 2_147_483_647;

function readWhole(text: string): Cell {
  const value = Number(text);
  return /^-?\d{1,10}$/.test(text) && value <= largest ? { value } : { reason: `"${text}" is not a whole number` };
}

function readTruth(text: string): Cell {
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return { value: word === 'true' };
  return { reason: `"${text}" is neither true nor false` };
}

const firstDayOnRecord = '1900-01-01';
/** In hours; the easternmost clocks. */
const largestOffset = 14;

/** The contract knows what a date or an instant is, and not which years can be meant. */
function readTime(text: string): Cell {
  const day = text.slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return { reason: `"${text}" is not written as ${firstDayOnRecord}` };
  const offset = /[+-](\d{2}):?\d{2}$/.exec(text.slice(10))?.[1];
  // The database takes no more than 15:59, and would refuse the whole file.
  if (offset !== undefined && Number(offset) > largestOffset)
    return { reason: `"${text}" has an offset that no clock has` };
  if (day >= firstDayOnRecord && day <= lastDayOnRecord) return { value: text };
  return { reason: `"${text}" is not between ${firstDayOnRecord} and ${lastDayOnRecord}` };
}

const codesIn = (list: readonly { readonly code: string }[]) => new Set([...list, ...absences].map(({ code }) => code));
const dispositionCodes = codesIn(dispositions);
const countryCodes = codesIn(countries);
const chargeCodes = codesIn(categories);
const convictionCodes = codesIn([{ code: 'none' }]);

/** Columns of codes that may hold other text, which is then kept behind a mark, counted and shown. */
function openCodes({ id }: ExtractEntity, column: string): ((text: string) => boolean) | null {
  if (id !== 'enforcement_events' && id !== 'criminal_charges') return null;
  const isMarked = (text: string) => text.startsWith(unmappedPrefix);
  switch (column) {
    case 'disposition':
      return (text) => dispositionCodes.has(text) || isMarked(text);
    case 'citizenship':
      return (text) => countryCodes.has(text) || isMarked(text);
    case 'ncic_code':
      return (text) => chargeCodes.has(text) || /^\d{2}(?:\d{2}|[A-Z]{2})$/.test(text) || isMarked(text);
    case 'most_serious_conviction':
      return (text) => convictionCodes.has(text) || /^\d{4}$/.test(text) || isMarked(text);
    default:
      return null;
  }
}
