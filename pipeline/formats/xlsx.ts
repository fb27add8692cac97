import type { Format } from './format.ts';
import { drawWorkbook } from './xlsx/draw.ts';
import { finishPackage } from './xlsx/package.ts';
import { planWorkbook } from './xlsx/sheets.ts';

/** One workbook: cover, contents, notes, key figures, and one sheet for each table. */
export const xlsx: Format = {
  id: 'xlsx',
  draw: async (model) => {
    const plan = planWorkbook(model);
    return [{ path: `${model.fileStem}.xlsx`, bytes: finishPackage(await drawWorkbook(plan), plan.language) }];
  },
};
