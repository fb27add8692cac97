import type { ReportModel } from '../../compose.ts';
import { type Field, guardNote, type OpenTable } from './fields.ts';

/**
 * The tables of a document as a table group of the W3C's Metadata Vocabulary for Tabular Data (Recommendation of
 * 17 December 2015). Notes are annotations, which processors may leave aside.
 */
export function csvwMetadata(model: ReportModel, tables: readonly OpenTable[]): object {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': model.language }],
    '@type': 'TableGroup',
    'dc:title': model.title,
    'dc:description': [model.report.purpose, ...(model.mark === null ? [] : [model.mark.sentence])].join(' '),
    'dc:modified': { '@value': model.asOf.iso, '@type': 'xsd:dateTime' },
    notes: [{ 'dc:description': guardNote }],
    dialect: {
      encoding: 'utf-8',
      delimiter: ',',
      quoteChar: '"',
      doubleQuote: true,
      header: true,
      headerRowCount: 1,
      lineTerminators: ['\n'],
      skipBlankRows: false,
      skipInitialSpace: false,
      trim: false,
    },
    tables: tables.map(tableOf),
  };
}

const tableOf = ({ path, title, notes, fields, key }: OpenTable) => ({
  '@type': 'Table',
  url: path,
  'dc:title': title,
  ...(notes.length === 0 ? {} : { notes: notes.map((note) => ({ 'dc:description': note })) }),
  tableSchema: { columns: fields.map(columnOf), primaryKey: key.map(nameOf) },
});

const columnOf = (field: Field) => ({
  name: nameOf(field.name),
  titles: field.name,
  'dc:title': field.title,
  'dc:description': field.description,
  datatype: datatypeOf(field),
  null: '',
  ...(field.isRequired ? { required: true } : {}),
});

/** The name of a column is a variable of URI templates (RFC 6570), which have no hyphen. */
function nameOf(heading: string): string {
  return heading.replace(/\W/g, '_');
}

function datatypeOf({ type, values }: Field) {
  switch (type) {
    case 'text':
      return values === null || values.length === 0 ? 'string' : { base: 'string', format: oneOf(values) };
    case 'month':
      return 'gYearMonth';
    case 'date':
      return 'date';
    case 'count':
      return 'nonNegativeInteger';
    case 'whole':
      return 'integer';
    case 'number':
      return 'decimal';
  }
}

/** A regular expression for one of these values and nothing else. */
function oneOf(values: readonly string[]): string {
  const literal = values.map((value) => value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return `^(?:${literal.join('|')})$`;
}
