import type { Session } from '../../../queries/database.ts';
import { fieldOffices } from '../../../queries/field-offices.ts';
import { copyRejects, type Reject } from '../../../queries/imports.ts';
import { registeredOffices } from '../../../queries/offices.ts';
import {
  copyVersions,
  type ExtractRow,
  keyOf,
  linesOfKeys,
  type NumberedRow,
  standingKeys,
  storeCoverage,
} from '../../../queries/program-extract/versions.ts';
import { type ExtractEntity, type ExtractReference, extractEntity } from '../../../queries/program-extract.ts';
import { PipelineError } from '../../errors.ts';
import { type ExtractFile, type ExtractRecord, rowsOf } from './file.ts';
import { rowReader } from './row.ts';

/** What became of the rows of a file; their sum is the rows read. */
interface Loaded {
  readonly accepted: number;
  /** Field offices that are known already, and are given as they are known. */
  readonly standing: number;
  readonly rejected: number;
}

/** Rows taken together: they bound memory, and a question to the database is asked once for all of them. */
const rowsTogether = 2_000;

/**
 * Reads a file and keeps what it says: accepted rows as versions, refused rows with all their reasons.
 * @throws PipelineError `contract` where none of its rows can be read, or it has none.
 */
export async function loadRows(session: Session, importId: number, file: ExtractFile): Promise<Loaded> {
  await registeredOffices(session);
  const sort = rowSorter(session, importId, file);
  let accepted = 0;
  let standing = 0;
  let rejected = 0;
  let firstReject: Reject | undefined;
  for await (const records of together(rowsOf(file))) {
    const sorted = await sort(records);
    if (sorted.rejects.length > 0) await copyRejects(session, importId, sorted.rejects);
    if (sorted.rows.length > 0) await keep(session, importId, file.entity, sorted.rows);
    accepted += sorted.rows.length;
    standing += sorted.standing;
    rejected += sorted.rejects.length;
    firstReject ??= sorted.rejects[0];
  }
  if (accepted + standing > 0) return { accepted, standing, rejected };
  throw new PipelineError(
    'contract',
    rejected === 0
      ? `${file.name} has a header and no rows`
      : `none of the ${rejected} rows of ${file.name} can be taken`,
    'compare it with what "report287 contracts" says, and with what was imported before it',
    firstReject && { details: firstReject.reasons.map((reason) => `line ${firstReject.rowNumber}: ${reason}`) },
  );
}

async function keep(session: Session, importId: number, entity: ExtractEntity, rows: readonly NumberedRow[]) {
  if (entity.id === 'coverage')
    await storeCoverage(
      session,
      importId,
      rows.map(({ row }) => row),
    );
  else await copyVersions(session, importId, entity, rows);
}

async function* together(records: AsyncIterable<ExtractRecord>): AsyncGenerator<readonly ExtractRecord[]> {
  let chunk: ExtractRecord[] = [];
  for await (const record of records) {
    chunk.push(record);
    if (chunk.length < rowsTogether) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

interface Sorted {
  readonly rows: readonly NumberedRow[];
  readonly standing: number;
  readonly rejects: readonly Reject[];
}

/** Tells rows to keep from rows to refuse: by their contract, their name within the file, and what they refer to. */
function rowSorter(session: Session, importId: number, { entity, header }: ExtractFile) {
  const read = rowReader(entity, header);
  const overlaps = spanWatch(entity);
  return async (records: readonly ExtractRecord[]): Promise<Sorted> => {
    const results = records.map((record) => ({ record, result: read(record.cells) }));
    const rows = results.flatMap(({ result }) => (result.kind === 'row' ? [result.row] : []));
    const missing = await missingReferences(session, entity, rows);
    const taken = new Map(
      await linesOfKeys(
        session,
        importId,
        rows.map((row) => keyOf(entity, row)),
      ),
    );
    const kept: NumberedRow[] = [];
    const rejects: Reject[] = [];
    let standing = 0;
    for (const { record, result } of results) {
      const rowNumber = record.line;
      const refuse = (reasons: readonly string[]) => rejects.push({ rowNumber, original: record.original, reasons });
      if (result.kind === 'reject') {
        refuse(result.reasons);
        continue;
      }
      const key = keyOf(entity, result.row);
      const known = entity.id === 'field_offices' ? knownOffice(result.row) : null;
      const reasons = [
        ...missing(result.row),
        ...(taken.has(key) ? [`${entity.key.join(', ')}: line ${taken.get(key)} has the same`] : []),
        ...(known === 'differs' ? ['this office is known already, and otherwise'] : []),
      ];
      if (reasons.length === 0) reasons.push(...overlaps(result.row, rowNumber));
      if (reasons.length > 0) refuse(reasons);
      else if (known === 'same') standing += 1;
      else kept.push({ rowNumber, key, row: result.row });
      if (!taken.has(key)) taken.set(key, rowNumber);
    }
    return { rows: kept, standing, rejects };
  };
}

/** The offices that every database has: they are put back whenever one is opened, so that no extract can change them. */
function knownOffice(row: ExtractRow): 'same' | 'differs' | null {
  const known = fieldOffices.find((office) => office.office_code === row.office_code);
  if (known === undefined) return null;
  return Object.entries(known).every(([column, value]) => row[column] === value) ? 'same' : 'differs';
}

/** Says of a row what it refers to that is not on record; each table is asked once for all rows. */
async function missingReferences(
  session: Session,
  { references }: ExtractEntity,
  rows: readonly ExtractRow[],
): Promise<(row: ExtractRow) => readonly string[]> {
  const checks: ((row: ExtractRow) => readonly string[])[] = [];
  for (const reference of references) {
    const parent = extractEntity(reference.to);
    if (parent === undefined) continue;
    const named = new Set(rows.flatMap((row) => nameIn(row, reference) ?? []));
    const found = named.size === 0 ? named : await standingKeys(session, parent, [...named]);
    checks.push((row) => {
      const name = nameIn(row, reference);
      return name === null || found.has(name)
        ? []
        : [`${reference.column}: "${name}" is not among the ${words(parent)}`];
    });
  }
  return (row) => checks.flatMap((check) => check(row));
}

const words = ({ title }: ExtractEntity) => title.toLowerCase();

function nameIn(row: ExtractRow, { column, exempt = [] }: ExtractReference): string | null {
  const value = row[column];
  return typeof value === 'string' && !exempt.includes(value) ? value : null;
}

interface Span {
  readonly line: number;
  readonly from: string;
  readonly until: string;
}

/** Follows the spans of each subject in one file; files of spans (histories of agreements, posts) are small, and are held whole. */
function spanWatch({ spans, subject }: ExtractEntity): (row: ExtractRow, line: number) => readonly string[] {
  if (spans === undefined) return () => [];
  const seen = new Map<string, Span[]>();
  return (row, line) => {
    const about = JSON.stringify(subject.map((column) => row[column] ?? null));
    const from = String(row[spans.from]);
    const until = String(row[spans.until] ?? '9999-12-31');
    const others = seen.get(about) ?? [];
    const other = others.find((span) => span.from < until && from < span.until);
    if (other !== undefined) return [`${spans.from}: it overlaps the span on line ${other.line}`];
    seen.set(about, [...others, { line, from, until }]);
    return [];
  };
}
