import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import CsvwParser, { type Dataset, type Quad, type Term } from 'rdf-parser-csvw';

/** The lines of a table by the headings of its columns; what a line has no value for is left out. */
export type Lines = readonly Readonly<Record<string, string>>[];

const csvw = 'http://www.w3.org/ns/csvw#';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const xsd = 'http://www.w3.org/2001/XMLSchema#';
const { factory } = new CsvwParser();

function dataset(quads: readonly Quad[]): Dataset {
  const is = (wanted: Term | null | undefined, term: Term) =>
    wanted === null || wanted === undefined || (wanted.termType === term.termType && wanted.value === term.value);
  return {
    [Symbol.iterator]: () => quads[Symbol.iterator](),
    match: (subject, predicate, object) =>
      dataset(
        quads.filter((quad) => is(subject, quad.subject) && is(predicate, quad.predicate) && is(object, quad.object)),
      ),
  };
}

/** The terms of the vocabulary whose names in JSON are plural, as the W3C's context gives them. */
const singular: Readonly<Record<string, string>> = {
  titles: 'title',
  columns: 'column',
  tables: 'table',
  notes: 'note',
};

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON of the vocabulary as the quads that the W3C's context makes of it. */
function quadsOf(node: Term, description: Readonly<Record<string, Json>>, quads: Quad[]): Quad[] {
  const add = (subject: Term, predicate: string, object: Term) =>
    quads.push(factory.quad(subject, factory.namedNode(predicate), object));
  const termOf = (key: string, value: Json): Term => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const inner = factory.blankNode();
      quadsOf(inner, value as Readonly<Record<string, Json>>, quads);
      return inner;
    }
    if (key === 'datatype') return factory.namedNode(`${xsd}${String(value)}`);
    return typeof value === 'boolean'
      ? factory.literal(String(value), factory.namedNode(`${xsd}boolean`))
      : factory.literal(String(value));
  };
  for (const [key, value] of Object.entries(description)) {
    if (key.startsWith('@') || key.includes(':')) continue;
    const predicate = `${csvw}${singular[key] ?? key}`;
    if (key !== 'columns' || !Array.isArray(value)) {
      for (const each of Array.isArray(value) ? (value as readonly Json[]) : [value])
        add(node, predicate, termOf(key, each));
      continue;
    }
    const items = (value as readonly Json[]).map((each) => ({ list: factory.blankNode(), item: termOf(key, each) }));
    const [head] = items;
    if (head !== undefined) add(node, predicate, head.list);
    for (const [at, { list, item }] of items.entries()) {
      add(list, `${rdf}first`, item);
      add(list, `${rdf}rest`, items[at + 1]?.list ?? factory.namedNode(`${rdf}nil`));
    }
  }
  return quads;
}

interface Column {
  readonly name: string;
  readonly titles: string;
}

/** As much of a table's description as is looked into here. */
export interface CsvwTable {
  readonly url: string;
  readonly tableSchema: { readonly columns: readonly Column[]; readonly primaryKey: readonly string[] };
}

/** The descriptions of a written table group. */
export async function readCsvwMetadata(
  path: string,
): Promise<{ readonly dialect: Json; readonly tables: readonly CsvwTable[] }> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The lines of every table of a written table group, by the table's address, as `rdf-parser-csvw` reads them. */
export async function readCsvw(path: string): Promise<ReadonlyMap<string, Lines>> {
  const { dialect, tables } = await readCsvwMetadata(path);
  const read = tables.map(
    async (table) => [table.url, await linesOf(join(dirname(path), table.url), table, dialect)] as const,
  );
  return new Map(await Promise.all(read));
}

async function linesOf(file: string, table: CsvwTable, dialect: Json): Promise<Lines> {
  const baseIRI = pathToFileURL(file).href;
  const description = JSON.parse(JSON.stringify({ ...table, dialect }));
  const parser = new CsvwParser({ metadata: dataset(quadsOf(factory.blankNode(), description, [])), baseIRI });
  const headings = new Map<string, string>(
    table.tableSchema.columns.map(({ name, titles }) => [`${baseIRI}#${encodeURI(name)}`, titles]),
  );
  const described: Term[] = [];
  const lines = new Map<string, Record<string, string>>();
  for await (const { subject, predicate, object } of parser.import(createReadStream(file))) {
    if (predicate.value === `${csvw}describes`) described.push(object);
    const heading = headings.get(predicate.value);
    if (heading === undefined) continue;
    const line = lines.get(subject.value) ?? {};
    line[heading] = object.value;
    lines.set(subject.value, line);
  }
  return described.map(({ value }) => lines.get(value) ?? {});
}
