import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { ReportModel } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import { fontFaces } from './fonts.ts';
import { knownHelpers, registerFormatting } from './formatting.ts';
import { pageView } from './view.ts';

const ownTemplates = fileURLToPath(new URL('../../../templates/', import.meta.url));

const options: CompileOptions = { strict: true, knownHelpersOnly: true, knownHelpers, preventIndent: true };

/** The style sheets in the order in which they apply. */
const styleSheets = ['document.css', 'screen.css', 'print.css'] as const;

/**
 * Reads and compiles the templates once; what it returns draws a model as one whole HTML page. Text of the model is
 * always escaped; the only raw parts are our own charts and style sheets.
 * @throws PipelineError `config` where a template cannot be read, and, while drawing, `render` where a template asks for
 * something that the model does not have.
 */
export function createPageRenderer(templatesFolder: string = ownTemplates): (model: ReportModel) => string {
  const handlebars = Handlebars.create();
  registerFormatting(handlebars);
  for (const folder of ['pages', 'sections', 'partials']) {
    for (const [name, text] of templatesIn(join(templatesFolder, folder))) {
      handlebars.registerPartial(name, handlebars.compile(text, options));
    }
  }
  const page = handlebars.compile(readTemplate(join(templatesFolder, 'report.hbs')), options);
  const styles = [fontFaces(), ...styleSheets.map((name) => readTemplate(join(templatesFolder, 'styles', name)))].join(
    '\n',
  );
  return (model) => {
    try {
      return page({ ...pageView(model), styles });
    } catch (cause) {
      if (cause instanceof PipelineError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PipelineError(
        'render',
        `the page of ${model.fileStem} could not be drawn: ${reason}`,
        'make the templates and the report model agree',
        { cause },
      );
    }
  };
}

function templatesIn(folder: string): readonly (readonly [name: string, text: string])[] {
  const files = reading(folder, () => readdirSync(folder)).filter((file) => extname(file) === '.hbs');
  return files.sort().map((file) => [basename(file, '.hbs'), readTemplate(join(folder, file))]);
}

function readTemplate(path: string): string {
  return reading(path, () => readFileSync(path, 'utf8'));
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new PipelineError('config', `${path} cannot be read`, 'restore the templates from the repository', { cause });
  }
}
