import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { PipelineError } from '../../errors.ts';
import { fontFaces } from './fonts.ts';
import { knownHelpers, registerFormatting } from './formatting.ts';

/** The templates of this program. */
export const ownTemplates = fileURLToPath(new URL('../../../templates/', import.meta.url));

const options: CompileOptions = { strict: true, knownHelpersOnly: true, knownHelpers, preventIndent: true };

/** The style sheets in the order in which they apply. */
const styleSheets = ['document.css', 'screen.css', 'print.css'] as const;

/** Draws what `view` makes as one whole HTML page; `subject` names it where it cannot be made or drawn. */
export type DrawPage<View> = (view: () => View, subject: string) => string;

/**
 * Reads and compiles one template at the top of the folder, with its partials and style sheets, once. Text of a view is
 * always escaped, whatever the template says: the only raw parts, our own charts and style sheets, are so by their type.
 * @throws PipelineError `config` where a template cannot be read, and, while drawing, `render` where a template asks for
 * something that the view does not have.
 */
export function compilePage<View extends object>(name: string, folder: string): DrawPage<View> {
  const handlebars = Handlebars.create();
  registerFormatting(handlebars);
  for (const partials of ['pages', 'sections', 'partials']) {
    for (const [partial, text] of templatesIn(join(folder, partials))) {
      handlebars.registerPartial(partial, handlebars.compile(text, options));
    }
  }
  const page = handlebars.compile(readTemplate(join(folder, `${name}.hbs`)), options);
  const sheets = styleSheets.map((sheet) => readTemplate(join(folder, 'styles', sheet)));
  const styles = new Handlebars.SafeString([fontFaces(), ...sheets].join('\n'));
  return (view, subject) => {
    try {
      return page({ ...view(), styles });
    } catch (cause) {
      if (cause instanceof PipelineError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PipelineError(
        'render',
        `the page of ${subject} could not be drawn: ${reason}`,
        'make the templates and what they draw agree',
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
