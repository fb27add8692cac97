import type { Format } from './format.ts';

/** The web page: one file that asks for nothing and runs nothing, and the page that the PDF is printed from. */
export const html: Format = {
  id: 'html',
  draw: async (model, tools) => [
    { path: `${model.fileStem}.html`, bytes: new TextEncoder().encode(tools.html(model)) },
  ],
};
