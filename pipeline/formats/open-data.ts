import type { ReportModel } from '../compose.ts';
import { openTables } from './csv.ts';
import type { Drawing, Format } from './format.ts';
import { csvwMetadata } from './open-data/csvw.ts';
import { dataPackage } from './open-data/data-package.ts';
import { dcatUsDataset } from './open-data/dcat-us.ts';
import { dictionaryTable, dictionaryText } from './open-data/dictionary-table.ts';
import { openTable } from './open-data/fields.ts';

const paths = {
  dictionary: `tables/${dictionaryTable.path}`,
  csvw: 'tables/csvw-metadata.json',
  dataPackage: 'tables/datapackage.json',
  dcatUs: 'tables/dcat-us.json',
} as const;

/** The files that describe a document's open data, relative to its folder. */
export function descriptionPaths(model: ReportModel): readonly string[] {
  return model.dictionary === undefined ? [] : Object.values(paths);
}

function draw(model: ReportModel): readonly Drawing[] {
  const { dictionary } = model;
  if (dictionary === undefined) return [];
  const drawn = openTables(model);
  const tables = drawn.map((table) => openTable(table, dictionary));
  const described = [...tables, dictionaryTable];
  return [
    drawing(paths.dictionary, dictionaryText(dictionary, drawn)),
    drawing(paths.csvw, jsonText(csvwMetadata(model, described))),
    drawing(paths.dataPackage, jsonText(dataPackage(model, dictionary, described))),
    drawing(paths.dcatUs, jsonText(dcatUsDataset(model, tables, dictionaryTable))),
  ];
}

const drawing = (path: string, text: string): Drawing => ({ path, bytes: new TextEncoder().encode(text) });

const jsonText = (value: object): string => `${JSON.stringify(value, null, 1)}\n`;

/**
 * What open data say of themselves, beside the tables: a data dictionary, the W3C's metadata of CSV on the Web, a data package,
 * and a dataset of DCAT-US 3.
 */
export const openData: Format = {
  id: 'open-data',
  draw: async (model) => draw(model),
};
