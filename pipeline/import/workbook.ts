import { type Archive, openArchive } from './workbook/archive.ts';
import type { WorkbookSheet } from './workbook/cell.ts';
import { type WorkbookLimits, workbookLimits } from './workbook/limits.ts';
import { type PartReading, readDayStyles, readRelations, readSharedStrings, readSheetList } from './workbook/parts.ts';
import { type Refusal, refusal, refusalsOf } from './workbook/refusal.ts';
import { readSheet, type SheetReading } from './workbook/sheet.ts';

/**
 * Reads the visible sheets of an Excel workbook (XLSX): values, dates as civil dates, and links as plain web addresses.
 * Document properties, comments, drawings and mail addresses in links are never opened. Memory and time are bounded by
 * `limits` whatever the file claims: ExcelJS, which builds the whole workbook first, is for writing.
 * @throws PipelineError `contract` with one reason, for anything that is no sound workbook of a bearable size.
 */
export function readWorkbook(
  bytes: Uint8Array,
  name: string,
  limits: WorkbookLimits = workbookLimits,
): readonly WorkbookSheet[] {
  const refuse = refusalsOf(name);
  refuseOtherFiles(bytes, limits, refuse);
  const archive = openArchive(bytes, limits, refuse);
  const path = workbookPath(archive, { archive, limits, refuse });
  const reading: PartReading = { archive, limits, refuse };
  const { sheets, since1904 } = readSheetList(path, reading);
  if (sheets.length > limits.sheets) throw refuse(refusal(`it has ${sheets.length} sheets`, 'import it in parts'));
  const relations = readRelations(path, reading);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const shared: SheetReading = {
    strings: readSharedStrings(`${folder}sharedStrings.xml`, reading),
    dayStyles: readDayStyles(`${folder}styles.xml`, reading),
    since1904,
    limits,
    refuse,
    cellsLeft: limits.cells,
  };
  return sheets
    .filter((sheet) => !sheet.hidden)
    .map((sheet) => {
      const part = relations.get(sheet.relation)?.target ?? '';
      const content = archive.read(part);
      if (content === undefined) throw refuse(refusal('a sheet that it lists is not there', 'fetch the file again'));
      return { name: sheet.name, rows: readSheet(part, content, readRelations(part, reading), shared) };
    });
}

/** Whether bytes begin as a workbook does; older and protected workbooks too, so that they are refused as workbooks. */
export function looksLikeWorkbook(head: Uint8Array): boolean {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 8)).toString('hex');
  return start.startsWith('504b0304') || start === oldFormat;
}

/** Compound files: workbooks before 2007, and newer ones that were encrypted with a password. */
const oldFormat = 'd0cf11e0a1b11ae1';

function refuseOtherFiles(bytes: Uint8Array, limits: WorkbookLimits, refuse: Refusal): void {
  if (bytes.byteLength === 0) throw refuse(refusal('it is empty', 'fetch the file again'));
  if (bytes.byteLength > limits.fileBytes) {
    throw refuse(refusal(`it is larger than ${limits.fileBytes} bytes`, 'import it in parts'));
  }
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8)).toString('hex');
  if (start === oldFormat) {
    const what = 'it is protected by a password, or an old workbook (XLS)';
    throw refuse(refusal(what, 'save it as a workbook (XLSX) without a password'));
  }
  if (!start.startsWith('504b')) {
    throw refuse(refusal('it is no workbook, whatever its name says', 'fetch the file again'));
  }
}

/** Where the workbook's list of sheets lies: named by the package's own relations, nearly always in the same place. */
function workbookPath(archive: Archive, reading: PartReading): string {
  const usual = 'xl/workbook.xml';
  if (archive.names.includes(usual)) return usual;
  const targets = [...readRelations('', reading).values()].map((relation) => relation.target);
  const path = targets.find((target) => target.endsWith('workbook.xml') && archive.names.includes(target));
  if (path !== undefined) return path;
  const binary = archive.names.some((name) => name.endsWith('workbook.bin'));
  const what = binary ? 'it is a binary workbook (XLSB)' : 'it is an archive of something else';
  throw reading.refuse(refusal(what, 'save it as a workbook (XLSX)'));
}
