import type Handlebars from 'handlebars';
import { type Cell, cellNumber, cellText, markedText, shownSigns, signs } from '../../cell.ts';
import type { Block } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';

/** The partial that draws each kind of block; a new kind does not compile until it has one. */
const partials = {
  paragraph: 'paragraph',
  list: 'list',
  heading: 'heading',
  definitions: 'definitions',
  'key-figures': 'key-figures',
  facts: 'facts',
  chart: 'chart',
  table: 'table',
} as const satisfies { readonly [K in Block['kind']]: K };

const remedy = 'make the templates and the report model agree';

/** The names that templates may call; everything else is a compile error. */
export const knownHelpers = { cell: true, spoken: true, cssString: true, partialOf: true } as const;

/** Registers the words that templates may use. They format; none compares, adds or looks up. */
export function registerFormatting(handlebars: typeof Handlebars): void {
  handlebars.registerHelper('cell', cellOf);
  handlebars.registerHelper('spoken', spoken);
  handlebars.registerHelper('cssString', cssString);
  handlebars.registerHelper('partialOf', (kind: Block['kind']) => partials[kind]);
  refuseMissing(handlebars);
}

/** A cell's text; a number that is none would be printed as `NaN`. */
function cellOf(cell: Cell): string {
  const value = cellNumber(cell);
  if (value !== null && !Number.isFinite(value)) {
    throw new PipelineError('render', 'a cell has no number', remedy);
  }
  return markedText(cell);
}

/** Draws its content for a cell that shows a sign, with the sign in words as context: "-" is silent in most screen readers. */
function spoken(this: unknown, cell: Cell, options: Handlebars.HelperOptions): string {
  const shown = shownSigns(cell);
  if (shown.length === 0) return '';
  const meanings = shown.flatMap((text) => Object.values(signs).find(({ sign }) => sign === text)?.meaning ?? []);
  const said = shown.includes(cellText(cell)) ? meanings : [cellText(cell), ...meanings];
  // What follows a colon explains the sign at length; the key under the table says that.
  return options.fn(said.map((words) => words.split(':')[0]).join(', '));
}

/** Text as a CSS string, every sign outside plain letters and digits escaped, so that it cannot end the string. */
function cssString(text: string | number | undefined): string {
  if (text === undefined) throw new PipelineError('render', 'a running head asks for a field that is missing', remedy);
  const escaped = String(text).replaceAll(
    /[^A-Za-z0-9]/gu,
    (sign) => `\\${(sign.codePointAt(0) ?? 0xfffd).toString(16)} `,
  );
  return `"${escaped}"`;
}

/** `strict` does not reach what is handed to `if` and `each`: a missing field would silently print nothing. */
function refuseMissing(handlebars: typeof Handlebars): void {
  for (const name of ['if', 'unless', 'each', 'with'] as const) {
    const builtIn = handlebars.helpers[name];
    if (builtIn === undefined)
      throw new PipelineError('internal', `Handlebars has no "${name}"`, 'pin the version of Handlebars');
    handlebars.registerHelper(name, function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
      if (value === undefined || (name === 'each' && !Array.isArray(value))) {
        throw new PipelineError('render', `a template asks for a field that is missing (${name})`, remedy);
      }
      return builtIn.call(this, value, options);
    });
  }
}
