import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { oneLine } from './text.ts';

/** The sheets whose words stand in `templates/workbook/`. */
export type SheetKind = 'cover' | 'contents' | 'notes' | 'key-figures' | 'table' | 'facts';

/** What the workbook of a long list says, and what each list says of itself, in words that stand there too. */
export type ListWording =
  | 'list-cover'
  | 'list-link'
  | 'list-sheet'
  | 'list-rejects'
  | 'list-agreements'
  | 'figures-template';

const folder = new URL('../../../templates/workbook/', import.meta.url);
const compiled = new Map<SheetKind | ListWording, Handlebars.TemplateDelegate>();

/** The lines that several kinds of sheet bear. */
const sharedLines = ['mark', 'signs', 'source', 'list-source'] as const;
const handlebars = Handlebars.create();

const sourceOf = (name: string): string => readFileSync(new URL(`${name}.hbs`, folder), 'utf8');

function templateOf(kind: SheetKind | ListWording): Handlebars.TemplateDelegate {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  for (const name of sharedLines) handlebars.registerPartial(name, sourceOf(name));
  const made = handlebars.compile(sourceOf(kind), { strict: true, knownHelpersOnly: true, noEscape: true });
  compiled.set(kind, made);
  return made;
}

/** Line breaks in the data would become rows: the template alone decides where a row ends. */
const withoutBreaks = (data: object): object =>
  JSON.parse(JSON.stringify(data), (_key, value: unknown) => (typeof value === 'string' ? oneLine(value) : value));

/** The rows of text that a sheet begins with, title first: each line of the template is one. */
export function wording(kind: SheetKind | ListWording, data: object): readonly string[] {
  return templateOf(kind)(withoutBreaks(data))
    .split('\n')
    .filter((line) => line !== '');
}
