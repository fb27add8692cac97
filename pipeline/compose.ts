import { agreementModels } from '../queries/codelists.ts';
import { type Cell, type Sign, signs } from './cell.ts';
import type { Classification } from './classify.ts';
import { composeCases } from './compose/cases.ts';
import { composeDictionary, type Dictionary } from './compose/dictionary.ts';
import type { Drawn } from './compose/drawn.ts';
import { composeNotes } from './compose/notes.ts';
import { markRevised, type Revisions } from './compose/revisions.ts';
import { composeSections } from './compose/sections.ts';
import { composeTables } from './compose/tables.ts';
import type { Extract } from './extract.ts';
import { dateInWords, type IsoDate, instantInWords, lastDay, windowInWords } from './period.ts';
import { definitionUnder } from './reports/report/under-model.ts';
import type { ReportDefinition } from './reports/report.ts';
import type { ReportWords } from './reports/words.ts';
import { scopeFolder } from './scope-folder.ts';
import type { Tabulation } from './tabulate.ts';
import { fill } from './wording.ts';

/**
 * Everything that one document says, as plain JSON: PDF, XLSX, HTML and CSV are drawings of it, so they cannot disagree.
 */
export interface ReportModel {
  readonly modelVersion: 1;
  readonly report: { readonly id: string; readonly title: string; readonly purpose: string };
  /** `enforcement-actions_2020-06_national`: the stem of the document's files. */
  readonly fileStem: string;
  /** The document's title: what a reader's window, bookmark list and workbook properties show. */
  readonly title: string;
  readonly scope: {
    readonly id: string;
    /** Of one agreement with its id and day of signing. */
    readonly label: string;
    /** The same for running heads. */
    readonly short: string;
  };
  readonly audience: 'internal' | 'public';
  readonly period: {
    readonly id: string;
    readonly label: string;
    readonly from: IsoDate;
    readonly through: IsoDate;
    readonly words: string;
  };
  /** The instant of the last recorded change of the sources, in words and as ISO. */
  readonly asOf: { readonly iso: string; readonly words: string };
  readonly edition: number;
  /** A mark that must stand on every page and sheet, such as `SYNTHETIC`; null: none. */
  readonly mark: { readonly word: string; readonly sentence: string } | null;
  readonly language: 'en-US';
  readonly sections: readonly Section[];
  /** Tables without a figure: open data have them, and the notes name them; absent: none. */
  readonly unavailable?: readonly ReportTable[];
  /** The signs in use, for the legend. */
  readonly legend: readonly Sign[];
  /** What the codes of open data mean; absent: open data stand without a description. */
  readonly dictionary?: Dictionary;
}

export interface Section {
  /** Names the anchor: `key-figures`, `notes`. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'heading'; readonly id: string; readonly text: string }
  | { readonly kind: 'definitions'; readonly entries: readonly { readonly term: string; readonly meaning: string }[] }
  | { readonly kind: 'key-figures'; readonly figures: readonly KeyFigure[] }
  | { readonly kind: 'facts'; readonly facts: FactTable }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'table'; readonly table: ReportTable };

export interface KeyFigure {
  readonly label: string;
  readonly cell: Cell;
  /** The comparison under the figure, as a sentence without a verb: `1,980 in May 2020`. */
  readonly comparison: string;
}

/** A small table of text, such as the files that were imported. No empty table: at least one row. */
export interface FactTable {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReportTable {
  /** `administrative-arrests-by-field-office`; `table-<id>` is its anchor. */
  readonly id: string;
  /** 1, 2, 3 … in the order of the document. */
  readonly number: number;
  /** Names what is counted, by what, and for which period: `Encounters by field office, June 2020`. */
  readonly title: string;
  /** For names that hold little, such as those of sheets; absent: the title may be shortened. */
  readonly shortTitle?: string;
  readonly measure: string;
  readonly breakdown: string;
  /**
   * `list`: each row is one thing, such as an agreement, and its cells are facts about it. `figures`: each cell is worked out
   * for itself, such as a share or a median. Absent: one measure or several, counted by what the rows are.
   */
  readonly kind?: 'list' | 'figures';
  /** The heading of the first column. */
  readonly rowHeader: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
  /** Sentences under the title or the table: unit, notes, why figures are unavailable. */
  readonly notes: readonly string[];
}

export interface Column {
  /** Of its own in the table: a window, `share`, `change` … */
  readonly id: string;
  /** `June 2020` */
  readonly header: string;
  /** What the column means where the header is short: `Fiscal year to date`. */
  readonly description: string;
  readonly unit: 'count' | 'percent' | 'change' | 'percent-change' | 'days' | 'hours' | 'date' | 'text';
  /** What its figures are in open data; null: worked out from other columns, as anybody can, and left out there. */
  readonly open: { readonly measure: string; readonly window: string } | null;
}

export interface ReportRow {
  readonly code: string;
  readonly label: string;
  readonly isTotal: boolean;
  /** As many cells as there are columns, in their order. */
  readonly cells: readonly Cell[];
}

/** A picture of columns of one table, made as SVG by a chart form. */
export interface Chart {
  readonly id: string;
  readonly form: ChartFormId;
  readonly title: string;
  /** What a reader who cannot see it is told: what it shows, the largest and smallest, and the table that holds the figures. */
  readonly alternative: string;
  /** The table that holds its figures. */
  readonly tableId: string;
  readonly series: readonly { readonly id: string; readonly label: string }[];
  /** One bar or group, one point in time, in order, or one area for each row; null: no number. */
  readonly rows: readonly {
    /** Of the table's row; names an area. */
    readonly code: string;
    readonly label: string;
    readonly values: readonly (number | null)[];
  }[];
}

/** The ways to draw: `line` over time, `map` of areas of responsibility. */
export type ChartFormId = 'bar' | 'line' | 'map';

/** What compose needs to know of the edition that is being made. */
export interface EditionContext {
  readonly audience: ReportModel['audience'];
  readonly edition: number;
  readonly definition: ReportDefinition;
  readonly classification: Classification;
  /** `all`: the nation and every field office of the period. */
  readonly documents: 'all' | 'national';
  /** What was done to the figures, in a sentence. */
  readonly disclosure: string;
  /** What differs from the edition before, by scope; absent or without the scope: a first edition. */
  readonly revisions?: ReadonlyMap<string, Revisions>;
}

/** One model for each document, the nation's first: every word, number, order, heading, note and mark is decided here. */
export function compose(
  { tables, trends }: Tabulation,
  extract: Extract,
  context: EditionContext,
): readonly ReportModel[] {
  const ofScope = (scope: string) => tables.filter((table) => table.scope === scope);
  const every = [...new Set(tables.map((table) => table.scope))];
  const scopes =
    context.documents === 'all' ? every : every.filter((scope) => scope === 'national' || extract.subject !== null);
  return scopes.map((scope) =>
    composeDocument(
      {
        extract,
        scope,
        tables: ofScope(scope),
        trends: trends.filter((trend) => trend.scope === scope),
        national: scope === 'national' || extract.subject !== null ? null : ofScope('national'),
        words: context.definition.words,
        revisions: { own: context.revisions?.get(scope), national: context.revisions?.get('national') },
      },
      context,
    ),
  );
}

function composeDocument(drawn: Drawn, context: EditionContext): ReportModel {
  const { extract, scope, words } = drawn;
  const { subject } = extract;
  const definition = subject === null ? context.definition : definitionUnder(context.definition, subject.model);
  const { period } = extract;
  const composed = composeTables(definition, drawn, (table) => markRevised(table, drawn.revisions));
  const sections = composeSections(definition, drawn, composed);
  const shown = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  );
  const unavailable = [...composed.values()].flat().filter(({ id }) => !shown.some((table) => table.id === id));
  // They tell of the nation: an office's own are too few to be told.
  const cases =
    extract.cases === undefined || scope !== 'national'
      ? []
      : [composeCases(extract.cases, context.audience, words.cases)];
  const notes = composeNotes(definition, extract, context, drawn, {
    shown,
    unavailable,
  });
  return {
    modelVersion: 1,
    report: { id: definition.id, title: definition.title, purpose: definition.purpose },
    fileStem: `${definition.id}_${period.id}_${scopeFolder(scope)}`,
    title: fill(isSinceSigning(extract) ? words.document.titleSinceSigning : words.document.title, {
      report: definition.title,
      period: period.label,
      scope: named(scopeLabel(drawn, words.document.scopeInTitle), extract, words.document.named),
    }),
    scope: {
      id: scope,
      label: named(scopeLabel(drawn, words.document.scope), extract, words.document.named),
      short: shortLabel(drawn, words.document),
    },
    audience: context.audience,
    period: {
      id: period.id,
      label: period.label,
      from: period.from,
      through: lastDay(period),
      words: isSinceSigning(extract)
        ? fill(words.document.sinceSigning, { days: windowInWords(period) })
        : windowInWords(period),
    },
    asOf: { iso: extract.asOf, words: instantInWords(extract.asOf) },
    edition: context.edition,
    mark: extract.synthetic ? words.document.synthetic : null,
    language: 'en-US',
    sections: [...sections, ...cases, { id: 'notes', title: words.notes.title, blocks: notes }],
    ...(unavailable.length === 0 ? {} : { unavailable }),
    legend: Object.values(signs),
    dictionary: composeDictionary(definition, context.classification, extract, [...shown, ...unavailable]),
  };
}

/** `National`, `Atlanta Field Office`, or the agency and model of the one agreement. */
function scopeLabel(
  { scope, extract }: Drawn,
  words: ReportWords['document']['scope'],
  modelAs: 'label' | 'code' = 'label',
): string {
  const { subject } = extract;
  if (subject !== null) {
    const { agency, state } = subject;
    const model = agreementModels.find(({ code }) => code === subject.model)?.[modelAs] ?? subject.model;
    return fill(words.agreement, { agency, state, model });
  }
  const office = extract.offices.find(({ office_code }) => office_code === scope);
  return office === undefined ? words.national : fill(words.office, { name: office.name });
}

function shortLabel(drawn: Drawn, words: ReportWords['document']): string {
  const { subject } = drawn.extract;
  const scope = scopeLabel(drawn, words.scope, 'code');
  return subject === null ? scope : fill(words.namedShort, { scope, id: subject.agreement_id });
}

/** The scope with what names an agreement beside its agency, which may hold several. */
function named(scope: string, { subject }: Extract, words: ReportWords['document']['named']): string {
  if (subject === null) return scope;
  const { agreement_id: id, signed_on: signed } = subject;
  return signed === null
    ? fill(words.unsigned, { scope, id })
    : fill(words.signed, { scope, id, day: dateInWords(signed) });
}

/** Whether the document tells all that is on record of an agreement since its signing. */
const isSinceSigning = ({ subject, period }: Extract): boolean =>
  period.kind === 'range' && subject !== null && subject.signed_on === period.from;
