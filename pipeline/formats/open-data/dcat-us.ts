import type { ReportModel } from '../../compose.ts';
import type { OpenTable } from './fields.ts';

/**
 * The bureau as OMB Circular A-11, Appendix C, numbers it.
 * Known from memory only, and not read in the circular: the record says so until somebody has.
 */
const bureau = { name: 'U.S. Immigration and Customs Enforcement', code: '024:55' } as const;

const bureauNote = `The bureau code ${bureau.code} is to be confirmed against OMB Circular A-11, Appendix C.`;

/**
 * One document as a dataset of DCAT-US 3 in the series of its report, for the `dataset` list of a catalog. `accessLevel` and
 * `bureauCode` are of version 1.1, which version 3 admits. The schema also requires `contactPoint`, which the report does not
 * know and never invents: whoever catalogs the dataset adds it, and the addresses of the files, of which only the names are
 * known here. Synthetic data are nobody's publication: they have no publisher.
 */
export function dcatUsDataset(model: ReportModel, tables: readonly OpenTable[], dictionary: OpenTable): object {
  const { report, period, audience, mark, asOf } = model;
  const language = model.language.slice(0, 2);
  return {
    '@type': 'Dataset',
    identifier: `${audience}/${report.id}/${period.id}/${model.scope.id}`,
    title: model.title,
    description: [report.purpose, ...(mark === null ? [] : [mark.sentence])].join(' '),
    version: String(model.edition),
    keyword: ['287(g)', 'immigration enforcement', 'statistics', ...(mark === null ? [] : [mark.word])],
    language,
    modified: asOf.iso,
    temporal: [{ '@type': 'PeriodOfTime', startDate: period.from, endDate: period.through }],
    spatial: [{ '@type': 'Location', prefLabel: placeOf(model) }],
    accrualPeriodicity: frequencyOf(period.id),
    ...accessOf(audience),
    ...(mark === null ? publisher : {}),
    inSeries: [
      {
        '@type': 'DatasetSeries',
        title: `${report.title}: ${model.scope.label}`,
        description: report.purpose,
        accrualPeriodicity: frequencyOf(period.id),
      },
    ],
    describedBy: tableFile(dictionary),
    distribution: [...documents(model), ...tables.map(tableFile)],
  };
}

const publisher = {
  publisher: { '@type': 'Organization', name: bureau.name, notation: [bureau.code] },
  bureauCode: [bureau.code],
  scopeNote: bureauNote,
};

function placeOf({ scope }: ReportModel): string {
  if (scope.id === 'national') return 'United States';
  // An agreement has no area that is known: its label names agency and state.
  return /\bField Office$/.test(scope.label) ? `Area of responsibility of the ${scope.label}` : scope.label;
}

/** How often a series has another member: as long as its period is. A range of days has no other. */
function frequencyOf(period: string): string {
  if (/^\d{4}-\d{2}$/.test(period)) return 'R/P1M';
  if (/^FY\d{4}-Q[1-4]$/.test(period)) return 'R/P3M';
  return /^FY\d{4}$/.test(period) ? 'R/P1Y' : 'irregular';
}

function accessOf(audience: ReportModel['audience']) {
  switch (audience) {
    case 'internal':
      return { accessLevel: 'non-public', accessRights: 'Not available for public release.' };
    case 'public':
      return { accessLevel: 'public', accessRights: 'public' };
  }
}

const documentTypes = [
  ['pdf', 'PDF', 'application/pdf'],
  ['xlsx', 'XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['html', 'HTML', 'text/html'],
] as const;

/** The files are named relative to the folder of the document, because nobody knows yet where they will stand. */
function documents({ fileStem, title }: ReportModel) {
  return documentTypes.map(([ending, format, mediaType]) => ({
    '@type': 'Distribution',
    identifier: `${fileStem}.${ending}`,
    title,
    format,
    mediaType,
  }));
}

const tableFile = ({ path, title }: OpenTable) => ({
  '@type': 'Distribution',
  identifier: `tables/${path}`,
  title,
  format: 'CSV',
  mediaType: 'text/csv',
  characterEncoding: ['UTF-8'],
});
