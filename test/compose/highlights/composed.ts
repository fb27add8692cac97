import { classify } from '../../../pipeline/classify.ts';
import { compose, type ReportModel } from '../../../pipeline/compose.ts';
import type { Extract, Tally } from '../../../pipeline/extract.ts';
import { windowsOf } from '../../../pipeline/measures/measure.ts';
import { type Period, parsePeriod, type WindowId } from '../../../pipeline/period.ts';
import { enforcementActions } from '../../../pipeline/reports/enforcement-actions.ts';
import { measuresOf, type ReportDefinition, tablesOf } from '../../../pipeline/reports/report.ts';
import type { ReportWords } from '../../../pipeline/reports/words.ts';
import { type Tabulation, tabulate } from '../../../pipeline/tabulate.ts';
import type { CoverageKind } from '../../../queries/coverage.ts';

/** The counts of each measure in each window; a measure that is not named counts nothing. */
export type CountsByMeasure = Readonly<Record<string, Readonly<Partial<Record<WindowId, number>>>>>;

export interface Situation {
  readonly counts: CountsByMeasure;
  readonly period?: Period;
  /** Of every agreement of each window; the default is one model. */
  readonly model?: (total: number) => Readonly<Record<string, number>>;
  readonly coverage?: Extract['coverage'];
  /** Done to the tables before they are put into words. */
  readonly protect?: (tabulation: Tabulation) => Tabulation;
  readonly scope?: 'ATL';
  readonly months?: Extract['months'];
  readonly words?: ReportWords;
}

/** The report's sections that its highlights speak of; what is left out needs regimes and says nothing here. */
const definition: ReportDefinition = {
  ...enforcementActions,
  sections: enforcementActions.sections.filter(({ id }) =>
    ['highlights', 'key-figures', 'program-status', 'actions'].includes(id),
  ),
};
const classification = classify([], []);

/** What the sources cover, of each kind that the highlights count. */
export const covering = (
  from: string,
  until: string,
  kinds: readonly CoverageKind[] = ['encounter', 'administrative-arrest', 'agreement'],
) => kinds.map((kind) => ({ kind, office: null, identifies287g: true, source: 'a file', from, until }));

function talliesOf({ counts, model = (total) => ({ JEM: total }) }: Situation, scope: string): readonly Tally[] {
  const countsOf = (id: string, part: (total: number) => number = (total) => total) =>
    Object.fromEntries(Object.entries(counts[id] ?? {}).map(([window, total]) => [window, part(total)]));
  const totals = measuresOf(definition).map(({ id }) => ({
    measure: id,
    scope,
    breakdown: null,
    code: 'total',
    counts: countsOf(id),
  }));
  const rows = tablesOf(definition).flatMap(({ measure, by }) => {
    const codes = by.id === 'model' ? Object.keys(model(100)) : ['TX'];
    return codes.map((code) => ({
      measure: measure.id,
      scope,
      breakdown: by.id,
      code,
      counts: countsOf(measure.id, (total) => (by.id === 'model' ? (model(total)[code] ?? 0) : total)),
    }));
  });
  return [...totals, ...rows];
}

/** The document of a situation, made by the stages that make every document. */
export function composed(situation: Situation): ReportModel {
  const { period = parsePeriod('2020-06'), scope = 'national', months = [] } = situation;
  const extract: Extract = {
    extractVersion: 4,
    subject: null,
    listings: [],
    controls: [],
    report: definition.id,
    period,
    asOf: '2020-07-08T16:00:00.000Z',
    synthetic: false,
    tallies: talliesOf(situation, scope),
    months,
    coverage: situation.coverage ?? covering('2009-10-01', '2025-10-01'),
    offices: [{ office_code: 'ATL', name: 'Atlanta', exists_from: '2003-03-01', exists_until: null }],
    everyAgreementHasOffice: true,
    corrections: [],
    files: [],
    contradictions: [],
  };
  const tabulation = tabulate(extract, definition, classification);
  const models = compose(situation.protect?.(tabulation) ?? tabulation, extract, {
    audience: 'internal',
    documents: 'all',
    edition: 1,
    definition: situation.words === undefined ? definition : { ...definition, words: situation.words },
    classification,
    disclosure: 'Figures are exact.',
  });
  const model = models.find((each) => each.scope.id === scope);
  if (model === undefined) throw new Error(`no document of ${scope}`);
  return model;
}

/** What the highlights of a document say: its list, or the paragraph in place of it. */
export function highlightsOf(model: ReportModel): readonly string[] {
  const section = model.sections.find(({ id }) => id === 'highlights');
  return (section?.blocks ?? []).flatMap((block) => {
    if (block.kind === 'paragraph') return [block.text];
    return block.kind === 'list' ? block.items : [];
  });
}

/** Every window in which some measure of the report has a figure, with the same count for each. */
export function everywhere(count: number): CountsByMeasure {
  return Object.fromEntries(
    measuresOf(definition).map((measure) => [
      measure.id,
      Object.fromEntries(windowsOf(measure, 'areas').map((id) => [id, count])),
    ]),
  );
}
