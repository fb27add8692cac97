import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { states, unmappedPrefix } from '../../../queries/codelists.ts';
import { countries } from '../../../queries/countries.ts';
import type { FieldOffice } from '../../../queries/offices.ts';
import type { ReportModel } from '../../compose.ts';
import { scopeFolder } from '../../scope-folder.ts';
import type { Candidate } from '../check.ts';
import { readPdfs } from '../pdf-structure/read-once.ts';
import { openedWorkbook } from '../xlsx-structure/opened.ts';
import { decodeEntities } from '../xlsx-structure/xml.ts';
import type { Report } from './report.ts';

/** How other offices are named, as one office's document must not name them. */
export interface ForeignNames {
  /** Every one in a text without spaces, in lower case. */
  readonly phrases: RegExp;
  /** Whole texts, in lower case. */
  readonly alone: ReadonlySet<string>;
  /** The office's own phrases, which may hold another's. */
  readonly own: RegExp;
}

/** Headquarters is no field office, and its name is an ordinary word. */
const isNamed = ({ office_code: code, name }: FieldOffice) => code !== 'HQ' && name.trim() !== '';

/** A printed page has spaces that its text lacks, so that names are looked for without any. */
const squeezed = (text: string) => text.replace(/\s+/g, '').toLowerCase();

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

const suffixes = '(?:fieldoffice|field-office|areaofresponsibility|aor)';

/** Names that are also a state's or a country's are found only before `Field Office` and the like. */
const otherMeanings = new Set([...states, ...countries].map(({ label }) => label.toLowerCase()));

/** What one office's document must not say: the names of all offices but its own; `subject` is the agreement of an edition. */
export function foreignNames(
  model: ReportModel,
  offices: readonly FieldOffice[],
  subject?: string | undefined,
): ForeignNames {
  const ownName = offices.find(({ office_code: code }) => code === model.scope.id)?.name ?? '';
  // An agreement is no office, and its document names the one that supervises it.
  const named = model.scope.id === subject ? [] : offices.filter(isNamed);
  const others = named.filter(({ name }) => squeezed(name) !== squeezed(ownName));
  const longestFirst = others.map(({ name }) => literal(squeezed(name))).toSorted((a, b) => b.length - a.length);
  const stems = offices
    .filter(({ office_code: code }) => code !== model.scope.id)
    .map(({ office_code: code }) => literal(squeezed(`${model.report.id}_${model.period.id}_${code}`)));
  const phrases = [...longestFirst.map((name) => `${name}${suffixes}`), ...stems.map((stem) => `${stem}(?![a-z0-9])`)];
  return {
    phrases: new RegExp(phrases.length === 0 ? '(?!)' : phrases.join('|'), 'g'),
    alone: new Set(others.map(({ name }) => name.trim().toLowerCase()).filter((name) => !otherMeanings.has(name))),
    own: new RegExp(ownName === '' ? '(?!)' : `${literal(squeezed(ownName))}${suffixes}`, 'g'),
  };
}

/** Reports each name in a text once. */
function examineText(text: string, names: ForeignNames, report: (problem: string) => void): void {
  const found = new Set(squeezed(text).replace(names.own, '\n').match(names.phrases) ?? []);
  for (const phrase of found) report(`names another field office (“${phrase}”)`);
}

function examineWhole(text: string, { alone }: ForeignNames, report: (problem: string) => void): void {
  const whole = text.replace(/\s+/g, ' ').trim();
  if (alone.has(whole.toLowerCase())) report(`names another field office (“${whole}”)`);
}

/** The texts of a document: what it says itself, and what it quotes of the sources, which may hold any words. */
interface Texts {
  readonly said: string[];
  readonly quoted: string[];
}

/** Files that were imported, and values as recorded, are quoted. */
function isQuotation(value: object): boolean {
  if ('code' in value && typeof value.code === 'string') return value.code.startsWith(unmappedPrefix);
  return 'id' in value && value.id === 'sources' && 'rows' in value;
}

function collect(value: unknown, texts: Texts, quoted = false): Texts {
  if (typeof value === 'string') (quoted ? texts.quoted : texts.said).push(value);
  if (typeof value !== 'object' || value === null) return texts;
  const within = quoted || isQuotation(value);
  for (const part of Object.values(value)) collect(part, texts, within);
  return texts;
}

/** Finds the names of other field offices in what an office's document says, and in every file of its folder. */
export async function examineNames(
  model: ReportModel,
  candidate: Candidate,
  names: ForeignNames,
  report: Report,
): Promise<void> {
  const { said, quoted } = collect(model, { said: [], quoted: [] });
  const quotations = [...new Set(quoted.map(squeezed))]
    .filter((text) => text.search(names.phrases) >= 0)
    .toSorted((a, b) => b.length - a.length);
  const unquoted = (text: string) =>
    quotations.reduce((rest, quotation) => rest.replaceAll(quotation, '\n'), squeezed(text));
  for (const text of said) {
    const at = (problem: string) => report(`“${text.slice(0, 80)}”`, problem);
    examineText(text, names, at);
    examineWhole(text, names, at);
  }
  const wholes = new Set(quoted.map((text) => text.trim().toLowerCase()));
  const own = candidate.artifacts.filter(({ path }) => path.startsWith(`${scopeFolder(model.scope.id)}/`));
  for (const { path } of own) {
    const at = (problem: string) => report(path, problem);
    const texts = await readTexts(path, candidate);
    if (texts === null) at('cannot be read, so that nothing is proved of it');
    for (const { text, pieces } of texts ?? []) {
      examineText(unquoted(text), names, at);
      const unique = new Set(pieces.map((piece) => piece.trim()));
      for (const piece of unique) if (!wholes.has(piece.toLowerCase())) examineWhole(piece, names, at);
    }
  }
}

interface FileText {
  readonly text: string;
  /** What stands by itself: a cell, or what is between two tags. */
  readonly pieces: readonly string[];
}

/** Null where nothing can be read of a file that should have a text. */
async function readTexts(path: string, candidate: Candidate): Promise<readonly FileText[] | null> {
  const file = join(candidate.folder, path);
  if (path.endsWith('.html')) return [pageText(await readFile(file, 'utf8'))];
  if (path.endsWith('.pdf')) return pagesOf((await readPdfs(candidate)).get(path)?.text ?? null);
  if (path.endsWith('.csv')) return listed(await readFile(file, 'utf8'), cellsOf);
  if (path.endsWith('.json')) return listed(await readFile(file, 'utf8'), stringsOf);
  // Every file of a document is one of these; what is of another kind has no text that is known.
  if (!path.endsWith('.xlsx')) return null;
  const workbook = await openedWorkbook(candidate, path);
  if (workbook === null) return null;
  const texts = [
    ...Object.values(workbook.properties),
    ...workbook.sheets.flatMap(({ name, cells, tables }) => [
      name,
      ...cells.filter(({ kind }) => kind === 'text').map(({ text }) => text),
      ...tables.flatMap(({ columns }) => columns),
    ]),
  ];
  return [{ text: [...new Set(texts)].join('\n'), pieces: texts }];
}

/** The texts of a file of open data, of which none runs on in the next. */
function listed(content: string, read: (content: string) => readonly string[]): readonly FileText[] | null {
  try {
    const pieces = [...new Set(read(content))];
    return [{ text: pieces.join('|'), pieces }];
  } catch {
    return null;
  }
}

function cellsOf(content: string): readonly string[] {
  const lines: readonly (readonly string[])[] = parse(content, { relax_column_count: true });
  return lines.flat();
}

/** Every name and text of a JSON file. */
function stringsOf(content: string): readonly string[] {
  const found: string[] = [];
  JSON.parse(content, (name: string, value: unknown) => {
    found.push(name, ...(typeof value === 'string' ? [value] : []));
    return value;
  });
  return found;
}

/** What a page says between its tags and in them, without its fonts. */
function pageText(html: string): FileText {
  const light = html.replace(/data:[a-z/+.-]+[;,][A-Za-z0-9+/=;,-]+/g, '');
  const pieces = light.split(/<[^>]*>/).map(decodeEntities);
  const attributes = [...light.matchAll(/="([^"]*)"/g)].map(([, value = '']) => decodeEntities(value));
  return { text: [pieces.join(''), ...attributes].join('\n'), pieces };
}

/** What the pages of a PDF say; without a text, the file could not be read. */
const pagesOf = (text: string | null): readonly FileText[] | null => (text === null ? null : [{ text, pieces: [] }]);
