import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cell, cellNumber, cellStatus, signs } from '../cell.ts';
import {
  type ChangedInputs,
  type ChangedTable,
  type ChangedTotal,
  figureKey,
  type PublishedFigure,
  type Revisions,
} from '../compose/revisions.ts';
import type { ReportModel } from '../compose.ts';
import { type Extract, extractVersion } from '../extract.ts';
import { csvPath, openFigures, readOpenData } from '../formats/csv.ts';
import { groundOf, type Measure, windowsOf, windowsOn } from '../measures/measure.ts';
import type { WindowId } from '../period.ts';
import type { Manifest } from '../publish/manifest.ts';
import { type Edition, readEditions, type Slot } from '../publish.ts';
import { measuresOf, type ReportDefinition } from '../reports/report.ts';
import { scopeFolder } from '../scope-folder.ts';
import { isAvailable } from '../tabulate/covered.ts';

/** What a run is about to publish, before its number and its revisions stand in it. */
export interface Draft {
  readonly definition: ReportDefinition;
  readonly models: readonly ReportModel[];
  readonly extract: Extract;
  readonly inputs: Inputs;
}

type Inputs = Pick<Manifest, 'sources' | 'corrections' | 'regimes' | 'made'>;

/** Figures by row and window. */
type Figures = ReadonlyMap<string, PublishedFigure>;

/** The record of an edition, as much as is compared. */
interface Published {
  readonly inputs: Inputs;
  /** null: it was recorded in another shape, so that its tallies cannot be compared. */
  readonly extract: Extract | null;
  /** By the id of the table, in the order of the document. */
  readonly tables: ReadonlyMap<string, Figures>;
}

/** Compares each document of a draft, by its scope, with the edition before its own; empty: it is the first. */
export async function readRevisions(
  slot: Slot,
  number: number,
  draft: Draft,
  out: string,
): Promise<ReadonlyMap<string, Revisions>> {
  if (number <= 1) return new Map();
  const since = number - 1;
  const edition = (await readEditions(slot, out)).find((each) => each.number === since);
  const record = edition === undefined ? null : await readRecord(edition, out);
  const compared = draft.models.map(async (model) => {
    const scope = model.scope.id;
    const tables = edition === undefined || record === null ? null : await readTables(edition, record, scope, out);
    // The edition before had no document of this scope: this is its first.
    if (tables?.size === 0) return [];
    const revisions: Revisions =
      record === null || tables === null
        ? { kind: 'unknown', since }
        : compare({ ...record, tables }, model, draft, slot.audience, since);
    return [[scope, revisions] as const];
  });
  return new Map((await Promise.all(compared)).flat());
}

function compare(
  before: Published,
  model: ReportModel,
  { definition, extract, inputs }: Draft,
  audience: Slot['audience'],
  since: number,
): Revisions {
  return {
    kind: 'compared',
    since,
    tables: changedTables(before, { tables: tablesOf(model) }),
    // Tallies are exact: what is published of them may be less.
    totals:
      audience === 'internal' && before.extract !== null
        ? changedTotals(definition, model.scope.id, { ...before, extract: before.extract }, extract)
        : [],
    inputs: changedInputs(before.inputs, inputs, model.scope.id),
  };
}

interface EditionRecord {
  readonly inputs: Manifest;
  readonly extract: Extract | null;
}

/** Null where a file is gone or is not what it was. */
async function readRecord(edition: Edition, out: string): Promise<EditionRecord | null> {
  const read = (path: string) => readFile(join(out, edition.folder, path), 'utf8');
  try {
    const inputs: Manifest = JSON.parse(await read('manifest.json'));
    const extract: Extract = JSON.parse(await read('tallies.json'));
    const recorded: number = extract.extractVersion;
    return { inputs, extract: recorded === extractVersion ? extract : null };
  } catch {
    return null;
  }
}

/** The tables of one document; none where the edition has no such document, null where a file is gone. */
async function readTables(
  edition: Edition,
  { inputs }: EditionRecord,
  scope: string,
  out: string,
): Promise<Published['tables'] | null> {
  // Tables of an edition without open data cannot be read back.
  if (inputs.formats?.includes('csv') === false) return null;
  try {
    const tables = new Map<string, Figures>();
    for (const { path, format } of inputs.files) {
      const id = /([^/]+)\.csv$/.exec(path)?.[1];
      if (format !== 'csv' || id === undefined || path !== `${scopeFolder(scope)}/${csvPath(id)}`) continue;
      tables.set(id, byKey(readOpenData(await readFile(join(out, edition.folder, path), 'utf8'))));
    }
    return tables;
  } catch {
    return null;
  }
}

function tablesOf(model: ReportModel): ReadonlyMap<string, Figures> {
  const tables = model.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  );
  return new Map([...tables, ...(model.unavailable ?? [])].map((table) => [table.id, byKey(openFigures(table))]));
}

function byKey(figures: ReturnType<typeof openFigures>): Figures {
  return new Map(
    figures.map((figure) => {
      const { value, status, fact } = figure;
      return [figureKey(figure, figure.code), { value, status, ...(fact === undefined ? {} : { fact }) }];
    }),
  );
}

type Tables = Pick<Published, 'tables'>;

function changedTables(before: Tables, now: Tables) {
  const ids = [...new Set([...now.tables.keys(), ...before.tables.keys()])];
  return ids
    .map((id): ChangedTable => {
      const table = changedTable(id, before.tables.get(id), now.tables.get(id));
      return before.tables.has(id) ? table : { ...table, isNew: true };
    })
    .filter((table) => table.figures > 0);
}

function changedTable(id: string, before: Figures = new Map(), now: Figures = new Map()): ChangedTable {
  const keys = [...new Set([...before.keys(), ...now.keys()])];
  const earlier = new Map(keys.map((key) => [key, before.get(key) ?? unprinted(key, before)]));
  const differing = keys.filter((key) => !isSame(earlier.get(key), now.get(key)));
  const isRevised = (key: string) => earlier.get(key) !== undefined && now.has(key);
  return { id, figures: differing.length, revised: new Set(differing.filter(isRevised)) };
}

/** A row that a table does not print is zero where its total is a figure and no other row stands for the rest. */
function unprinted(key: string, before: Figures): PublishedFigure | undefined {
  const [measure = '', window = '', ...code] = key.split(' ');
  // Where each cell stands for itself, a row that is not there is no zero.
  if (measure === '') return undefined;
  const figureOf = (row: string) => before.get(figureKey({ measure, window }, row));
  const isZero = code.join(' ') !== 'others' && figureOf('others') === undefined && figureOf('total')?.value != null;
  return isZero ? { value: 0, status: '' } : undefined;
}

const isSame = (a: PublishedFigure | undefined, b: PublishedFigure | undefined) =>
  a?.value === b?.value && a?.fact === b?.fact && signOf(a) === signOf(b);

/** That a figure was revised before is no difference now. */
const signOf = (figure: PublishedFigure | undefined) => (figure?.status === signs.revised.sign ? '' : figure?.status);

function changedTotals(
  definition: ReportDefinition,
  scope: string,
  { extract: before, tables }: Published & { readonly extract: Extract },
  now: Extract,
): readonly ChangedTotal[] {
  const keys = [...tables.values()].flatMap((figures) => [...figures.keys()]);
  // What the edition before did not count was no zero in it.
  const wasCounted = ({ id }: Measure) =>
    before.tallies.some(({ measure }) => measure === id) || keys.some((key) => key.startsWith(`${id} `));
  return measuresOf(definition)
    .filter(wasCounted)
    .flatMap((measure) =>
      windowsOf(measure, groundOf(now))
        .map((window) => ({
          measure: measure.id,
          window,
          before: totalOf(measure, window, scope, before),
          now: totalOf(measure, window, scope, now),
        }))
        .filter((total) => !isSame(total.before, total.now)),
    );
}

/** The total that tallies give of a scope for a window. */
function totalOf(measure: Measure, window: WindowId, scope: string, extract: Extract): PublishedFigure {
  const days = windowsOn(measure, extract)[window];
  const isKnown = isAvailable(measure, scope, window, days, extract);
  const total = extract.tallies.find(
    (tally) => tally.scope === scope && tally.measure === measure.id && tally.breakdown === null,
  );
  const cell: Cell = isKnown ? { kind: 'count', value: total?.counts[window] ?? 0 } : { kind: 'unavailable' };
  return { value: cellNumber(cell), status: cellStatus(cell) };
}

function changedInputs(before: Inputs, now: Inputs, scope: string): ChangedInputs {
  const sources = gainedAndLost(
    before.sources,
    now.sources,
    (file) => `${file.fileName} (${file.sha256.slice(0, 12)})`,
  );
  const regimes = gainedAndLost(before.regimes, now.regimes, ({ id, window }) => `${id} from ${window.from}`);
  const program = (made: Manifest['made']) => `version ${made.version} (${made.code.slice(0, 12)})`;
  return {
    sourcesAdded: sources.gained,
    sourcesGone: sources.lost,
    // They may be about agreements of other offices.
    correctionsAdded: scope === 'national' ? correctionsSince(before.corrections, now.corrections) : [],
    regimesAdded: regimes.gained,
    regimesGone: regimes.lost,
    program: before.made.code === now.made.code ? null : [program(before.made), program(now.made)],
    browser: before.made.browser === now.made.browser ? null : [before.made.browser, now.made.browser],
  };
}

/** Corrections are kept for good, in order; none where the edition before did not record what it had. */
function correctionsSince(before: Inputs['corrections'], now: Inputs['corrections'] = []): readonly string[] {
  return now
    .slice(before?.length ?? now.length)
    .map(({ agreement, action, value, reason, by_role }) => `${agreement}: ${action} ${value} (${reason}; ${by_role})`);
}

function gainedAndLost<T>(before: readonly T[], now: readonly T[], nameOf: (one: T) => string) {
  const [old, current] = [before.map(nameOf), now.map(nameOf)];
  return {
    gained: current.filter((name) => !old.includes(name)),
    lost: old.filter((name) => !current.includes(name)),
  };
}
