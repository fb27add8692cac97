import { basename } from 'node:path';
import type { ReportModel } from '../compose.ts';
import type { Candidate, Check, Finding } from './check.ts';
import { openedWorkbook } from './xlsx-structure/opened.ts';
import type { Breach } from './xlsx-structure/rules.ts';
import { sheetRules } from './xlsx-structure/sheet-rules.ts';
import { tablesAreSound, tablesAreThere } from './xlsx-structure/table-rules.ts';
import type { ReadWorkbook } from './xlsx-structure/workbook.ts';
import { workbookRules } from './xlsx-structure/workbook-rules.ts';

const id = 'xlsx-structure';

function breaches(workbook: ReadWorkbook | null, model: ReportModel): readonly Breach[] {
  if (workbook === null) return [{ problem: 'cannot be opened as a workbook' }];
  return [
    ...[...workbookRules, tablesAreThere].flatMap((rule) => rule(workbook, model)),
    ...workbook.sheets.flatMap((sheet) =>
      [...sheetRules, tablesAreSound].flatMap((rule) => rule(sheet, workbook, model)),
    ),
  ];
}

const subjectOf = (path: string, { sheet, cell }: Breach): string =>
  [path, ...(sheet === undefined ? [] : [`sheet ${sheet}`]), ...(cell === undefined ? [] : [`cell ${cell}`])].join(
    ', ',
  );

async function examine(candidate: Candidate): Promise<readonly Finding[]> {
  const { models, artifacts } = candidate;
  const findings: Finding[] = [];
  for (const { path } of artifacts.filter(({ format }) => format === 'xlsx')) {
    const model = models.find(({ fileStem }) => basename(path) === `${fileStem}.xlsx`);
    if (model === undefined) {
      findings.push({ check: id, subject: path, problem: 'is the workbook of no document of this edition' });
      continue;
    }
    const workbook = await openedWorkbook(candidate, path);
    findings.push(
      ...breaches(workbook, model).map((of) => ({ check: id, subject: subjectOf(path, of), problem: of.problem })),
    );
  }
  return findings;
}

/** Opens each workbook again and holds it against the practice of official statistics (gptables' list). */
export const xlsxStructure: Check = {
  id,
  proves:
    'Each workbook, read back: cover, linked contents and whole notes; title, table count, notes, columns, signs and ' +
    'source above one tagged table a sheet, from column A; one type a column, numbers and dates in the format of their ' +
    'unit; no merged cells, filters, panes, formulas, hidden sheets or meaning by color; the cursor in A1; and no name ' +
    'of a person in any property',
  examine,
};
