import type { Archive } from './archive.ts';
import { showsDay } from './dates.ts';
import type { WorkbookLimits } from './limits.ts';
import { type Refusal, refusal } from './refusal.ts';
import { readPart } from './xml.ts';

/** A part of the workbook's XML being read: its archive, the limits, and how it is refused. */
export interface PartReading {
  readonly archive: Archive;
  readonly limits: WorkbookLimits;
  readonly refuse: Refusal;
}

/** A sheet as the workbook lists it. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly relation: string;
}

/** What the workbook says of its sheets and of its calendar. */
export interface WorkbookParts {
  readonly sheets: readonly SheetEntry[];
  readonly since1904: boolean;
}

/** The relations of a part: targets by id, each resolved against the folder of the part unless it leads outside. */
export type Relations = ReadonlyMap<string, { readonly target: string; readonly outside: boolean }>;

/** Reads the list of sheets; anything else in the workbook's part is passed over. */
export function readSheetList(path: string, reading: PartReading): WorkbookParts {
  const sheets: SheetEntry[] = [];
  let since1904 = false;
  readRequired(path, reading, {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet') return;
      const hidden = attributes.state !== undefined && attributes.state !== 'visible';
      sheets.push({ name: attributes.name ?? '', hidden, relation: attributes.id ?? '' });
    },
  });
  return { sheets, since1904 };
}

function readRequired(path: string, { archive, refuse }: PartReading, handler: Parameters<typeof readPart>[2]): void {
  const bytes = archive.read(path);
  if (bytes === undefined) {
    throw refuse(refusal(`it has no part ${path.slice(0, 100)}`, 'save it again as a workbook (XLSX)'));
  }
  readPart(path.slice(0, 100), bytes, handler, refuse);
}

/** The relations of the part at `path`; none where the part has no file of relations. */
export function readRelations(path: string, { archive, limits, refuse }: PartReading): Relations {
  const slash = path.lastIndexOf('/') + 1;
  const file = `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`;
  const bytes = archive.read(file);
  const relations = new Map<string, { readonly target: string; readonly outside: boolean }>();
  if (bytes === undefined) return relations;
  const open = (name: string, attributes: Readonly<Record<string, string | undefined>>) => {
    const { Id, Target, TargetMode } = attributes;
    if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
    const outside = TargetMode === 'External';
    relations.set(Id, { target: outside ? Target : resolved(path.slice(0, slash), Target), outside });
    if (relations.size > limits.links) {
      throw refuse(refusal(`it has more than ${limits.links} links`, 'import it in parts'));
    }
  };
  readPart(file, bytes, { open }, refuse);
  return relations;
}

function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** The texts that cells share by number; none where the workbook shares none. */
export function readSharedStrings(path: string, { archive, limits, refuse }: PartReading): readonly string[] {
  const bytes = archive.read(path);
  const strings: string[] = [];
  if (bytes === undefined) return strings;
  let item = '';
  let inText = false;
  let inReading = false;
  readPart(
    path,
    bytes,
    {
      open: (name) => {
        if (name === 'si') item = '';
        else if (name === 'rPh') inReading = true;
        else if (name === 't') inText = true;
      },
      text: (text) => {
        // Phonetic readings (rPh) stand beside the text and are no part of it.
        if (inText && !inReading) item += text;
      },
      close: (name) => {
        if (name === 't') inText = false;
        else if (name === 'rPh') inReading = false;
        else if (name === 'si') {
          strings.push(checkedText(item, limits, refuse));
          if (strings.length > limits.sharedStrings) throw refuse(tooManyStrings(limits));
        }
      },
    },
    refuse,
  );
  return strings;
}

const tooManyStrings = (limits: WorkbookLimits) =>
  refusal(`it shares more than ${limits.sharedStrings} texts between its cells`, 'import it in parts');

/** A cell's text with Excel's `_x0041_` escapes undone. @throws PipelineError where it is longer than a cell can be. */
export function checkedText(text: string, limits: WorkbookLimits, refuse: Refusal): string {
  if (text.length > limits.cellCharacters) {
    const what = `a cell holds ${text.length} characters, and no cell of Excel more than ${limits.cellCharacters}`;
    throw refuse(refusal(what, 'fetch the file again'));
  }
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** For each style of cell, by number, whether it shows a number as a day. */
export function readDayStyles(path: string, { archive, refuse }: PartReading): readonly boolean[] {
  const bytes = archive.read(path);
  const styles: boolean[] = [];
  if (bytes === undefined) return styles;
  const codes = new Map<number, string>();
  let inCellStyles = false;
  readPart(
    path,
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'numFmt') codes.set(Number(attributes.numFmtId), (attributes.formatCode ?? '').slice(0, 1000));
        else if (name === 'cellXfs') inCellStyles = true;
        else if (name === 'xf' && inCellStyles) {
          const id = Number(attributes.numFmtId ?? 0);
          styles.push(showsDay(id, codes.get(id)));
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCellStyles = false;
      },
    },
    refuse,
  );
  return styles;
}
