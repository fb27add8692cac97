import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markedText } from '../../cell.ts';
import { decodeEntities } from '../xlsx-structure/xml.ts';
import { type PrintedTable, printedTable, type Reading, tablesOf } from './reading.ts';

const attribute = (attributes: string, name: string): string | undefined => {
  const [, double, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes) ?? [];
  const value = double ?? single;
  return value === undefined ? undefined : decodeEntities(value);
};

/** What a reader sees of a cell: without tags, entities decoded, spaces as one. */
const textOf = (html: string): string =>
  decodeEntities(html.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();

function readRows(html: string): readonly (readonly [string, readonly string[]])[] {
  return [...html.matchAll(/<tr((?:\s[^>]*)?)>(.*?)<\/tr>/gis)].flatMap(([, attributes = '', content = '']) => {
    const code = attribute(attributes, 'data-row');
    if (code === undefined) return [];
    const cells = [...content.matchAll(/<td(?:\s[^>]*)?>(.*?)<\/td>/gis)].map(([, cell = '']) => textOf(cell));
    return [[code, cells] as const];
  });
}

function readTables(html: string): readonly PrintedTable[] {
  return [...html.matchAll(/<table((?:\s[^>]*)?)>(.*?)<\/table>/gis)].flatMap(([, attributes = '', content = '']) => {
    const id = attribute(attributes, 'data-table');
    return id === undefined ? [] : [printedTable(id, readRows(content))];
  });
}

/**
 * The page: `<table data-table="<id>">`, in it `<tr data-row="<code>">` with one `<td>` a column. Written by our own
 * templates, which escape what comes from data, so that plain patterns find them.
 */
export const htmlReading: Reading = {
  format: 'html',
  files: (model) => [{ path: `${model.fileStem}.html`, tables: tablesOf(model) }],
  holds: () => true,
  prints: (cell) => markedText(cell).replace(/\s+/g, ' ').trim(),
  read: async ({ folder }, path) => readTables(await readFile(join(folder, path), 'utf8')),
};
