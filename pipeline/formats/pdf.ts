import type { Format } from './format.ts';
import { withPageSlots } from './pdf/contents-pages.ts';

/** A tagged PDF, printed once from the HTML of the model; the repair knows the pages and fills them into the contents. */
export const pdf: Format = {
  id: 'pdf',
  draw: async (model, tools) => {
    const bytes = await tools.print(withPageSlots(tools.html(model)), {
      title: model.title,
      subject: model.report.purpose,
      language: model.language,
      dated: model.asOf.iso,
    });
    return [{ path: `${model.fileStem}.pdf`, bytes }];
  },
};
