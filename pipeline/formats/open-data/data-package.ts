import type { Dictionary } from '../../compose/dictionary.ts';
import type { ReportModel } from '../../compose.ts';
import { type Field, guardNote, type OpenTable } from './fields.ts';

/**
 * The tables of a document as a tabular data package (Frictionless specifications, version 1). It names no license and no
 * contributor, because the report knows none; `dictionary` is this program's own addition.
 */
export function dataPackage(model: ReportModel, dictionary: Dictionary, tables: readonly OpenTable[]): object {
  const { report, mark, asOf } = model;
  const sources = [...new Set(dictionary.measures.flatMap(({ source }) => source.split('; ')))];
  return {
    profile: 'tabular-data-package',
    name: packageName(model.fileStem),
    title: model.title,
    description: [report.purpose, ...(mark === null ? [] : [mark.sentence]), `As of ${asOf.words}.`, guardNote].join(
      ' ',
    ),
    version: String(model.edition),
    ...(sources.length === 0 ? {} : { sources: sources.map((title) => ({ title })) }),
    resources: tables.map(resourceOf),
    dictionary,
  };
}

/** Lower case, as names of packages and resources must be. */
function packageName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9._-]/g, '-');
}

const resourceOf = ({ path, id, title, notes, fields, key }: OpenTable) => ({
  profile: 'tabular-data-resource',
  name: packageName(id),
  path,
  title,
  ...(notes.length === 0 ? {} : { description: notes.join(' ') }),
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  dialect: {
    delimiter: ',',
    lineTerminator: '\n',
    quoteChar: '"',
    doubleQuote: true,
    skipInitialSpace: false,
    header: true,
  },
  schema: { fields: fields.map(fieldOf), missingValues: [''], primaryKey: key },
});

function fieldOf(field: Field) {
  const { name, title, description, isRequired, values } = field;
  const constraints = {
    ...(isRequired ? { required: true } : {}),
    ...(values === null || values.length === 0 ? {} : { enum: values }),
    ...(field.type === 'count' ? { minimum: 0 } : {}),
  };
  return { name, title, description, ...typeOf(field), constraints };
}

function typeOf({ type }: Field) {
  switch (type) {
    case 'text':
      return { type: 'string' };
    case 'month':
      return { type: 'yearmonth' };
    case 'date':
      return { type: 'date' };
    case 'count':
    case 'whole':
      return { type: 'integer' };
    case 'number':
      return { type: 'number' };
  }
}
