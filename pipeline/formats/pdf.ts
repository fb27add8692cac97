import type { Format } from './format.ts';
import { repairPdf } from './pdf/repair.ts';

/** A tagged PDF, printed from the HTML of the model. */
export const pdf: Format = {
  id: 'pdf',
  draw: async (model, tools) => {
    const printed = await tools.print(tools.html(model));
    const bytes = await repairPdf(printed, {
      title: model.title,
      subject: model.report.purpose,
      language: model.language,
      dated: model.asOf.iso,
    });
    return [{ path: `${model.fileStem}.pdf`, bytes }];
  },
};
