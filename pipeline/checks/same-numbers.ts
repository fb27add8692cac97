import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportModel, ReportRow, ReportTable } from '../compose.ts';
import type { Candidate, Check, Finding } from './check.ts';
import { csvReading } from './same-numbers/csv.ts';
import { htmlReading } from './same-numbers/html.ts';
import type { PrintedTable, Reading } from './same-numbers/reading.ts';
import { xlsxReading } from './same-numbers/xlsx.ts';

const id = 'same-numbers';

/** The formats whose tables are read back. A format that prints tables belongs here. */
const readings: readonly Reading[] = [xlsxReading, csvReading, htmlReading];

type Report = (subject: string, problem: string) => void;

function compareRow(reading: Reading, table: ReportTable, row: ReportRow, printed: PrintedTable, report: Report): void {
  const cells = printed.rows.get(row.code);
  if (cells === undefined) return report(`row ${row.code}`, 'is missing');
  if (cells.length > table.columns.length) report(`row ${row.code}`, 'has more cells than the table has columns');
  for (const [at, column] of table.columns.entries()) {
    const cell = row.cells[at];
    if (cell === undefined || !reading.holds(column)) continue;
    const expected = reading.prints(cell);
    const found = cells[at];
    if (found !== expected) {
      report(`row ${row.code}, column ${column.id}`, `is ${found ?? 'missing'} and should be ${expected}`);
    }
  }
}

function compareTable(reading: Reading, table: ReportTable, printed: readonly PrintedTable[], report: Report): void {
  const [found, second] = printed.filter((of) => of.id === table.id);
  if (found === undefined) return report('the table', 'is missing, or its headings are others');
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
  { folder, artifacts }: Candidate,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const report = (subject: string, problem: string) => findings.push({ check: id, subject, problem });
  if (!artifacts.some((of) => of.path === path)) {
    report(`${reading.format} ${path}`, 'is not among the files of the edition');
    return findings;
  }
  const printed = reading.read(await readFile(join(folder, path)), tables);
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
const compareDocument = (reading: Reading, model: ReportModel, candidate: Candidate) =>
  reading.files(model).map(({ path, tables }) => compareFile(reading, `${model.scope.id}/${path}`, tables, candidate));

async function examine(candidate: Candidate): Promise<readonly Finding[]> {
  const present = readings.filter(({ format }) => candidate.artifacts.some((of) => of.format === format));
  const comparisons = present.flatMap((reading) =>
    candidate.models.flatMap((model) => compareDocument(reading, model, candidate)),
  );
  return (await Promise.all(comparisons)).flat();
}

/** Reads the tables back out of each format and compares them, cell by cell, with the document that they were drawn from. */
export const sameNumbers: Check = {
  id,
  proves: 'The tables, read back out of each workbook, page and open-data file, agree with the document in every cell',
  examine,
};
