import type { ReportModel, ReportRow, ReportTable } from '../compose.ts';
import { scopeFolder } from '../scope-folder.ts';
import type { Candidate, Check, Finding } from './check.ts';
import { csvReading } from './same-numbers/csv.ts';
import { htmlReading } from './same-numbers/html.ts';
import { pdfReading } from './same-numbers/pdf.ts';
import type { PrintedTable, Reading } from './same-numbers/reading.ts';
import { xlsxReading } from './same-numbers/xlsx.ts';

const id = 'same-numbers';

/** The formats whose tables are read back. A format that prints tables belongs here. */
const readings: readonly Reading[] = [pdfReading, xlsxReading, csvReading, htmlReading];

type Report = (subject: string, problem: string) => void;

function compareRow(reading: Reading, table: ReportTable, row: ReportRow, printed: PrintedTable, report: Report): void {
  const cells = printed.rows.get(row.code);
  if (cells === undefined) {
    report(`row ${row.code}`, 'is missing');
    return;
  }
  if (cells.length > table.columns.length) report(`row ${row.code}`, 'has more cells than the table has columns');
  for (const [at, column] of table.columns.entries()) {
    const cell = row.cells[at];
    if (cell === undefined || !reading.holds(column, table)) continue;
    const expected = reading.prints(cell);
    const found = cells[at];
    if (found !== expected) {
      report(`row ${row.code}, column ${column.id}`, `is ${found ?? 'missing'} and should be ${expected}`);
    }
  }
}

function compareTable(reading: Reading, table: ReportTable, printed: readonly PrintedTable[], report: Report): void {
  const [found, second] = printed.filter((of) => of.id === table.id);
  if (found === undefined) {
    report('the table', 'is missing, or its headings are others');
    return;
  }
  if (second !== undefined) report('the table', 'stands twice');
  for (const row of table.rows) compareRow(reading, table, row, found, report);
  const codes = new Set(table.rows.map(({ code }) => code));
  for (const code of found.rows.keys()) if (!codes.has(code)) report(`row ${code}`, 'is not in the table');
  for (const code of found.repeated) report(`row ${code}`, 'stands twice');
}

async function compareFile(
  reading: Reading,
  path: string,
  tables: readonly ReportTable[],
  candidate: Candidate,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const report = (subject: string, problem: string) => findings.push({ check: id, subject, problem });
  if (!candidate.artifacts.some((of) => of.path === path)) {
    report(`${reading.format} ${path}`, 'is not among the files of the edition');
    return findings;
  }
  const printed = await reading.read(candidate, path, tables);
  for (const table of tables) {
    compareTable(reading, table, printed, (subject, problem) => {
      report(`${reading.format} ${path}, table ${table.id}, ${subject}`, problem);
    });
  }
  const ids = new Set(tables.map((table) => table.id));
  for (const { id: extra } of printed) {
    if (!ids.has(extra)) report(`${reading.format} ${path}, table ${extra}`, 'is not in the document');
  }
  return findings;
}

/** A document's files stand in the folder that is named for its scope. */
const pathOf = (model: ReportModel, path: string): string => `${scopeFolder(model.scope.id)}/${path}`;

/** Files of a format that no document of the edition has. */
function strays(reading: Reading, { models, artifacts }: Candidate): readonly Finding[] {
  const known = new Set(models.flatMap((model) => reading.files(model).map(({ path }) => pathOf(model, path))));
  return artifacts
    .filter(({ format, path }) => format === reading.format && !known.has(path))
    .map(({ format, path }) => ({
      check: id,
      subject: `${format} ${path}`,
      problem: 'belongs to no document of the edition',
    }));
}

async function examine(candidate: Candidate): Promise<readonly Finding[]> {
  const present = readings.filter(({ format }) => candidate.artifacts.some((of) => of.format === format));
  const compared = present.flatMap((reading) =>
    candidate.models.flatMap((model) =>
      reading.files(model).map(({ path, tables }) => compareFile(reading, pathOf(model, path), tables, candidate)),
    ),
  );
  return [...(await Promise.all(compared)).flat(), ...present.flatMap((reading) => strays(reading, candidate))];
}

/** Reads the tables back out of each format and compares them, cell by cell, with the document that they were drawn from. */
export const sameNumbers: Check = {
  id,
  proves:
    'The tables, read back out of each PDF, workbook, page and open-data file, agree with the document in every cell',
  examine,
};
