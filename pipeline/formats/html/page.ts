import type { ReportModel } from '../../compose.ts';
import { compilePage, ownTemplates } from './templates.ts';
import { type PageView, pageView } from './view.ts';

/**
 * Compiles the templates of a report once; what it returns draws a model as one whole HTML page.
 * @throws PipelineError `config` where a template cannot be read, and, while drawing, `render` where a template asks for
 * something that the model does not have.
 */
export function createPageRenderer(templatesFolder: string = ownTemplates): (model: ReportModel) => string {
  const draw = compilePage<PageView>('report', templatesFolder);
  return (model) => draw(() => pageView(model), model.fileStem);
}
