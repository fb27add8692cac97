import { openArchive } from '../workbook/archive.ts';
import { type CellPlace, cellPlace } from '../workbook/cell.ts';
import { workbookLimits } from '../workbook/limits.ts';
import { type PartReading, readRelations, readSheetList } from '../workbook/parts.ts';
import { refusalsOf } from '../workbook/refusal.ts';
import { readPart } from '../workbook/xml.ts';

/** Where nearly every program puts the list of sheets. */
const usualPath = 'xl/workbook.xml';

/**
 * The cells of a sheet that hold a formula. Releases are read for their values alone; a person who fills in a template must
 * mean the number, and a formula's stored value may be of before the last change.
 * @throws PipelineError `contract` where a part cannot be read.
 */
export function formulasOf(bytes: Uint8Array, name: string, sheetName: string): readonly CellPlace[] {
  const refuse = refusalsOf(name);
  const reading: PartReading = {
    archive: openArchive(bytes, workbookLimits, refuse),
    limits: workbookLimits,
    refuse,
  };
  const path = workbookPath(reading);
  const sheet = readSheetList(path, reading).sheets.find((each) => each.name === sheetName && !each.hidden);
  const part = readRelations(path, reading).get(sheet?.relation ?? '')?.target ?? '';
  const content = reading.archive.read(part);
  return content === undefined ? [] : formulaCells(part, content, reading);
}

function workbookPath(reading: PartReading): string {
  if (reading.archive.names.includes(usualPath)) return usualPath;
  const targets = [...readRelations('', reading).values()].map(({ target }) => target);
  return targets.find((target) => target.endsWith('workbook.xml')) ?? usualPath;
}

function formulaCells(part: string, content: Uint8Array, { refuse }: PartReading): readonly CellPlace[] {
  const found: CellPlace[] = [];
  let row = 0;
  let column = 0;
  const open = (name: string, attributes: Readonly<Record<string, string | undefined>>) => {
    if (name === 'row') {
      row = Number(attributes.r ?? row + 1);
      column = 0;
    } else if (name === 'c') {
      column = (attributes.r === undefined ? undefined : cellPlace(attributes.r)?.column) ?? column + 1;
    } else if (name === 'f') found.push({ row, column });
  };
  readPart(part, content, { open }, refuse);
  return found;
}
