import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Block, ReportModel } from '../../../pipeline/compose.ts';
import { xlsx } from '../../../pipeline/formats/xlsx.ts';
import { sampleModel } from '../../sample-model.ts';

/** A table of facts with days in its second column. */
const days: Block = {
  kind: 'facts',
  facts: {
    id: 'days-of-lists',
    title: 'Days of lists',
    columns: ['List', 'Day', 'Rows'],
    rows: [
      ['june.csv', '2020-06-30', '12'],
      ['july.csv', '2020-07-31', '3'],
    ],
  },
};

/** The sample with the first table of each section, and one with days: enough to break. */
export const small: ReportModel = {
  ...sampleModel,
  sections: sampleModel.sections.map((section, at) => {
    const first = section.blocks.findIndex(({ kind }) => kind === 'table');
    const blocks = section.blocks.filter(({ kind }, place) => kind !== 'table' || place === first);
    return { ...section, blocks: at === sampleModel.sections.length - 1 ? [...blocks, days] : blocks };
  }),
};

const tools = { html: () => '', print: async () => new Uint8Array() };

export async function drawn(model: ReportModel): Promise<Uint8Array<ArrayBuffer>> {
  const [drawing] = await xlsx.draw(model, tools);
  return new Uint8Array(drawing?.bytes ?? []);
}

export const good: Uint8Array<ArrayBuffer> = await drawn(small);
const goodParts = unzipSync(good);

export const partOf = (path: string): string => strFromU8(goodParts[path] ?? new Uint8Array());

/** One change of one part of a workbook. */
export type Breakage = readonly [path: string, what: string | RegExp, replacement: string];

/** What a workbook is when it is broken, how it is broken, and what the finding must say. */
export type Rule = readonly [sentence: string, breakage: Breakage, subject: string, problem: string];

/** The good workbook with one part changed; the change must take. */
export function broken([path, what, replacement]: Breakage): Uint8Array {
  const before = partOf(path);
  const after = before.replace(what, replacement);
  if (after === before) throw new Error(`nothing to replace in ${path}`);
  return zipSync({ ...goodParts, [path]: strToU8(after) }, { level: 0 });
}

export const sheet = 'xl/worksheets/sheet5.xml';
export const cover = 'xl/worksheets/sheet1.xml';
export const contents = 'xl/worksheets/sheet2.xml';
export const table = 'xl/tables/table4.xml';
export const workbook = 'xl/workbook.xml';
export const core = 'docProps/core.xml';
export const app = 'docProps/app.xml';
export const styles = 'xl/styles.xml';
export const strings = 'xl/sharedStrings.xml';

/** The row of the headings of the first table, and the last of its range; its figures begin with Atlanta, its total follows. */
export const [headings = 0, last = 0] = (/ref="A(\d+):H(\d+)"/.exec(partOf(table)) ?? []).slice(1).map(Number);
export const first: number = headings + 1;

/** The cell of Atlanta's encounters in the period. */
export const figure = /<c r="(C\d+)"([^>]*)><v>310<\/v><\/c>/;
export const office = 'sheet 1 Encounters by field office';

export const after = (anchor: string, added: string): readonly [string, string] => [anchor, `${anchor}${added}`];
export const cellsBefore = (cells: string): readonly [RegExp, string] => [/<\/sheetData>/, `${cells}</sheetData>`];

/** The part of the sheet of that name. */
export function sheetNamed(name: string): string {
  const names = [...partOf(workbook).matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, each]) => each);
  return `xl/worksheets/sheet${names.indexOf(name) + 1}.xml`;
}

/** The index of the style of the first cell of a sheet that holds `value`. */
export function styleOf(path: string, value: string | number): string {
  return new RegExp(`<c r="[A-Z]+\\d+" s="(\\d+)"[^>]*><v>${value}</v>`).exec(partOf(path))?.[1] ?? '';
}
