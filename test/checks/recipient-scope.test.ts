import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { recipientScope } from '../../pipeline/checks/recipient-scope.ts';
import { classify } from '../../pipeline/classify.ts';
import { figureKey, type Revisions } from '../../pipeline/compose/revisions.ts';
import { type Block, compose, type ReportModel, type Section } from '../../pipeline/compose.ts';
import { type Extract, extractVersion, type MonthTally, type Tally } from '../../pipeline/extract.ts';
import { csv } from '../../pipeline/formats/csv.ts';
import type { Artifact } from '../../pipeline/formats/format.ts';
import { createPageRenderer } from '../../pipeline/formats/html/page.ts';
import { openData } from '../../pipeline/formats/open-data.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
import { coverageKindOf } from '../../pipeline/measures/measure.ts';
import { parsePeriod, trendMonths } from '../../pipeline/period.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { measuresOf, type TableDefinition, tablesOf, trendsOf } from '../../pipeline/reports/report.ts';
import { tabulate } from '../../pipeline/tabulate.ts';

const classification = classify(regimes, gaps);
const period = parsePeriod('2020-06');
/** What each scope has, so that no two have one figure in common. */
const factors = { national: 1200, ATL: 310, HOU: 170 } as const;
const parts = { period: 1, previous: 2, 'year-earlier': 4, fytd: 8, 'prior-fytd': 16, 'all-time': 32 } as const;

const countsOf = (size: number): Tally['counts'] =>
  Object.fromEntries(Object.entries(parts).map(([window, part]) => [window, size * part]));

/** Every offense on record is a charge. */
const sizeOf = (measure: string, size: number) => (measure === 'encounter-convictions' ? 0 : size);

function talliesOf({ measure, by }: TableDefinition, scope: string, whole: number): readonly Tally[] {
  const size = sizeOf(measure.id, whole);
  const breakdown = by.entity === 'event' ? (by.tallied ?? by.id) : by.id;
  const tally = (code: string, part: number) => ({
    measure: measure.id,
    scope,
    breakdown,
    code,
    counts: countsOf(part),
  });
  if (by.codes === 'field-offices') return [tally(scope === 'national' ? 'ATL' : scope, size)];
  if ('kind' in by.codes) {
    const isPriority = by.codes.axis === 'priority';
    const text = isPriority
      ? ['eo-13768-2017-01-25|C1|1|', 'eo-13768-2017-01-25|C2|2|1,']
      : ['none-in-force|none-in-force|0|'];
    return text.map((code, at) => tally(code, isPriority ? (at === 0 ? 7 : size - 7) : size));
  }
  const codes = [by.codes[0]?.code ?? 'unknown', by.codes[1]?.code ?? 'withheld', 'unmapped:HOUSTON FIELD OFFICE'];
  return codes.map((code, at) => tally(code, size === 0 ? 0 : ([11, size - 18, 7][at] ?? 0)));
}

function recorded(): Extract {
  const scopes = Object.entries(factors);
  const definition = enforcementActions;
  const months: readonly MonthTally[] = scopes.flatMap(([scope, size]) =>
    trendMonths(period).flatMap(({ month }, at) =>
      trendsOf(definition).flatMap(({ columns }) =>
        columns.map(({ measure, row }) => ({
          measure: measure.id,
          scope,
          breakdown: row?.by.id ?? null,
          code: row?.code ?? null,
          month,
          count: size + at,
        })),
      ),
    ),
  );
  const tallies = scopes.flatMap(([scope, size]) => [
    ...measuresOf(definition).map(({ id }) => ({
      measure: id,
      scope,
      breakdown: null,
      code: 'total',
      counts: countsOf(sizeOf(id, size)),
    })),
    ...tablesOf(definition).flatMap((table) => talliesOf(table, scope, size)),
  ]);
  const kinds = measuresOf(definition).map(coverageKindOf);
  const offices = ['ATL Atlanta', 'HOU Houston', 'WAS Washington', 'HQ Headquarters'].map((office) => ({
    office_code: office.split(' ')[0] ?? '',
    name: office.split(' ')[1] ?? '',
    exists_from: '2003-03-01',
    // Washington is on record, and has no document of the period.
    exists_until: office.startsWith('WAS') ? '2019-01-01' : null,
  }));
  return {
    extractVersion,
    subject: null,
    listings: [],
    controls: scopes.map(([scope, counted]) => ({
      kind: 'encounter',
      office: scope === 'national' ? null : scope,
      onRecord: counted + 7,
      counted,
      excluded: { superseded: 0, 'no-program': 3, 'other-program': 4 },
    })),
    report: definition.id,
    period,
    asOf: '2020-07-08T16:00:00.000Z',
    synthetic: false,
    // One tally for each code: tables may share it.
    tallies: [
      ...new Map(
        tallies.map((tally) => [JSON.stringify([tally.measure, tally.scope, tally.breakdown, tally.code]), tally]),
      ).values(),
    ],
    months,
    coverage: [...new Set(kinds)].map((kind) => ({
      kind,
      office: null,
      identifies287g: true,
      source: 'a file',
      from: '2009-10-01',
      until: '2025-10-01',
    })),
    offices,
    everyAgreementHasOffice: true,
    corrections: [],
    contradictions: [],
    files: [],
  };
}

const page = createPageRenderer();
const tools = { html: () => '', print: async () => new Uint8Array() };
const extract = recorded();

interface Edition {
  readonly models: readonly ReportModel[];
  readonly files: ReadonlyMap<string, readonly [format: string, bytes: Uint8Array]>;
}

/** A PDF whose one tagged sequence says this. */
async function pdfSaying(text: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const drawn = document.addPage();
  const ToUnicode = document.context.register(document.context.stream('1 beginbfrange <20> <7E> <0020> endbfrange'));
  const kind = { Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' };
  const font = document.context.register(document.context.obj({ ...kind, ToUnicode }));
  drawn.node.setFontDictionary(PDFName.of('F1'), font);
  const content = `/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (${text}) Tj ET EMC`;
  drawn.node.set(PDFName.of('Contents'), document.context.register(document.context.stream(content)));
  return document.save();
}

async function editionOf(models: readonly ReportModel[]): Promise<Edition> {
  const files = new Map<string, readonly [string, Uint8Array]>();
  files.set('tallies.json', ['tallies', strToU8(JSON.stringify(extract))]);
  for (const model of models) {
    const folder = model.scope.id;
    for (const { path, bytes } of await csv.draw(model, tools)) files.set(`${folder}/${path}`, ['csv', bytes]);
    for (const { path, bytes } of await xlsx.draw(model, tools)) files.set(`${folder}/${path}`, ['xlsx', bytes]);
    for (const { path, bytes } of await openData.draw(model, tools))
      files.set(`${folder}/${path}`, ['open-data', bytes]);
    files.set(`${folder}/${model.fileStem}.html`, ['html', strToU8(page(model))]);
    files.set(`${folder}/${model.fileStem}.pdf`, ['pdf', await pdfSaying(`${model.scope.label} report`)]);
  }
  return { models, files };
}

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function examine({ models, files }: Edition, unrecorded: readonly string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'recipient-scope-'));
  folders.push(folder);
  for (const [path, [, bytes]] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const artifacts: readonly Artifact[] = [...files]
    .filter(([path]) => !unrecorded.includes(path))
    .map(([path, [format, bytes]]) => ({ path, format, size: bytes.length, sha256: '' }));
  const findings = await recipientScope.examine({ folder, models, artifacts });
  return findings.map(({ subject, problem }) => `${subject} ${problem}`);
}

const context = {
  audience: 'internal',
  documents: 'all',
  edition: 1,
  definition: enforcementActions,
  classification,
  disclosure: 'Exact.',
} as const;

const composed = (revisions: ReadonlyMap<string, Revisions> = new Map()) =>
  compose(tabulate(extract, enforcementActions, classification), extract, { ...context, revisions });

let whole: Edition;
beforeAll(async () => {
  whole = await editionOf(composed());
});

let files: Map<string, readonly [string, Uint8Array]>;
beforeEach(() => {
  files = new Map(whole.files);
});
const changed = () => ({ models: whole.models, files });

function rewrite(path: string, change: (text: string) => string, part?: string): void {
  const [format, bytes] = files.get(path) ?? ['', new Uint8Array()];
  const zipped = part === undefined ? {} : unzipSync(bytes);
  const before = strFromU8(part === undefined ? bytes : (zipped[part] ?? new Uint8Array()));
  const after = change(before);
  if (after === before) throw new Error(`nothing to change in ${path}`);
  files.set(path, [
    format,
    part === undefined ? strToU8(after) : zipSync({ ...zipped, [part]: strToU8(after) }, { level: 0 }),
  ]);
}

/** The same edition with one document changed in its model alone. */
function withModel(change: (model: ReportModel) => ReportModel): Edition {
  return { models: whole.models.map((model) => (model.scope.id === 'ATL' ? change(model) : model)), files };
}

const withSection = (blocks: Section['blocks']) =>
  withModel((model) => ({ ...model, sections: [...model.sections, { id: 'added', title: 'Added', blocks }] }));

/** Each figure that the first page and the column of the nation have bears the mark too. */
function alsoRevised(model: ReportModel): ReportModel {
  const mark = (cell: Cell): Cell => (cell.kind === 'count' ? { ...cell, revised: true } : cell);
  const block = (of: Block): Block => {
    if (of.kind === 'key-figures')
      return { ...of, figures: of.figures.map((figure) => ({ ...figure, cell: mark(figure.cell) })) };
    if (of.kind !== 'table') return of;
    const isNational = of.table.columns.map(({ id }) => id === 'national');
    const rows = of.table.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, at) => (isNational[at] === true ? mark(cell) : cell)),
    }));
    return { ...of, table: { ...of.table, rows } };
  };
  return { ...model, sections: model.sections.map((each) => ({ ...each, blocks: each.blocks.map(block) })) };
}

const atlanta = 'ATL/enforcement-actions_2020-06_ATL';
const byState = 'tables/encounters-by-agency-state.csv';

describe('an office’s document', () => {
  it('of a whole edition holds nothing that is not its own, whatever words a source recorded', async () => {
    expect(whole.models.map(({ scope }) => scope.id)).toEqual(['national', 'ATL', 'HOU']);
    expect(JSON.stringify(whole.models)).toContain('HOUSTON FIELD OFFICE');
    expect(await examine(whole)).toEqual([]);
  });

  it('of a correction holds nothing that is not its own, with the sign of what was revised', async () => {
    const revised = new Set([figureKey({ measure: 'encounters', window: 'period' }, 'total')]);
    const tables = [{ id: 'encounters-by-agency-state', figures: 1, revised }];
    const inputs = {
      sourcesAdded: [],
      sourcesGone: [],
      regimesAdded: [],
      regimesGone: [],
      correctionsAdded: [],
      program: null,
      browser: null,
    };
    const compared: Revisions = { kind: 'compared', since: 1, tables, totals: [], inputs };
    const models = composed(new Map(['national', 'ATL', 'HOU'].map((scope) => [scope, compared])));
    const correction = await editionOf(models.map(alsoRevised));
    expect(strFromU8(correction.files.get(`ATL/${byState}`)?.[1] ?? new Uint8Array())).toContain('310,r');
    expect(await examine(correction)).toEqual([]);
    files = new Map(correction.files);
    rewrite(`ATL/${byState}`, (text) => text.replace('310,r', '170,r'));
    expect((await examine({ ...correction, files })).join('\n')).toMatch(
      /column period is 170\[r\], and by the tallies of ATL it is 310\[r\]; it is the figure of HOU/,
    );
  });

  it('is refused where its open data are another office’s, by row and column and with whose they are', async () => {
    const [ours, theirs] = [files.get(`ATL/${byState}`), files.get(`HOU/${byState}`)];
    if (ours === undefined || theirs === undefined) throw new Error('no open data');
    files.set(`ATL/${byState}`, theirs).set(`HOU/${byState}`, ours);
    const found = await examine(changed());
    expect(found).toContain(
      `document ATL, ATL/${byState}, table encounters-by-agency-state, row total, column period is 170, and by the tallies of ATL it is 310; it is the figure of HOU`,
    );
    expect(found).toContain(
      `document HOU, HOU/${byState}, table encounters-by-agency-state, row total, column period is 310, and by the tallies of HOU it is 170; it is the figure of ATL`,
    );
  });

  it('is refused where a table of its page or its open data has a foreign row', async () => {
    rewrite(`ATL/${byState}`, (text) => `${text}TX,encounters,period,55,\n`);
    rewrite(`${atlanta}.html`, (text) => text.replace('data-row="AK"', 'data-row="TX"'));
    const found = (await examine(changed())).join('\n');
    expect(found).toContain(`${byState}, table encounters-by-agency-state, row TX is no row of the document`);
    expect(found).toMatch(/ATL\.html, table [a-z-]+, row TX is no row of the document/);
  });

  it('is refused where its page or its workbook has the figure of another', async () => {
    const figure = '4,960';
    rewrite(`${atlanta}.html`, (text) => text.replace(`>${figure}<`, '>2,720<'));
    expect((await examine(changed())).join('\n')).toMatch(
      /ATL\.html, table .* is 2,720, and by the tallies of ATL it is 4,960; it is the figure of HOU/,
    );
    files = new Map(whole.files);
    const sheets = unzipSync(files.get(`${atlanta}.xlsx`)?.[1] ?? new Uint8Array());
    const sheet = Object.keys(sheets).find((part) =>
      strFromU8(sheets[part] ?? new Uint8Array()).includes('<v>4960</v>'),
    );
    rewrite(`${atlanta}.xlsx`, (text) => text.replace('<v>4960</v>', '<v>2720</v>'), sheet);
    expect((await examine(changed())).join('\n')).toMatch(
      /ATL\.xlsx, table .* is 2720, and by the tallies of ATL it is 4960/,
    );
  });

  it('is refused where a national figure stands in a column of its own, and where `national` holds another’s', async () => {
    const swap = (from: number, to: number) => (model: ReportModel) =>
      JSON.parse(
        JSON.stringify(model).replaceAll(`{"kind":"count","value":${from}}`, `{"kind":"count","value":${to}}`),
      );
    const ours = (await examine(withModel(swap(310, 1200)))).join('\n');
    expect(ours).toMatch(/table encounters-by-criminality, row total, column period is 1,200, .* it is 310/);
    expect(ours).toContain('key figure “Encounters” is 1,200, and by the tallies of ATL it is 310');
    const compared = withModel((model) =>
      JSON.parse(JSON.stringify(model).replaceAll('"comparison":"620 ', '"comparison":"2,400 ')),
    );
    expect((await examine(compared)).join('\n')).toMatch(
      /key figure “Encounters” is compared with “2,400 [^”]*”, and by the tallies of ATL with 620/,
    );
    const national = (await examine(withModel(swap(1200, 170)))).join('\n');
    expect(national).toMatch(/table encounters-by-criminality, row total, column national is 170, .* it is 1,200/);
  });

  it('is refused where a picture or what a correction changed is not its own', async () => {
    const { blocks } = whole.models[1]?.sections.find(({ id }) => id === 'actions') ?? { blocks: [] };
    const chart = blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))[0];
    if (chart === undefined) throw new Error('no chart');
    const rows = chart.rows.map((row) => ({ ...row, values: [170] }));
    const revised = {
      id: 'revised-totals',
      title: 'Totals that changed',
      columns: ['Total', 'Period', 'Edition 1', 'This edition'],
      rows: [
        ['Encounters', 'June 2020', '300', '1,200'],
        ['Encounters', 'June 2020', '300', '310'],
      ],
    };
    const found = await examine(
      withSection([
        { kind: 'chart', chart: { ...chart, form: 'map', rows } },
        { kind: 'facts', facts: revised },
      ]),
    );
    expect(found.filter((each) => each.includes('chart'))[0]).toContain('draws the areas of other offices');
    expect(found.join('\n')).toContain('series 1 is 170, which the tallies of its scope do not give');
    expect(found.filter((each) => each.includes('revised-totals'))).toEqual([
      'document ATL, facts revised-totals, row Encounters, June 2020 is 1,200, which the tallies of its scope do not give',
    ]);
  });

  it('is refused where what became of its rows on record is another’s', async () => {
    const factsOf = (scope: string) =>
      whole.models
        .filter((model) => model.scope.id === scope)
        .flatMap(({ sections }) => sections.flatMap(({ blocks }) => blocks))
        .flatMap((block) => (block.kind === 'facts' && block.facts.id === 'controls' ? [block] : []));
    expect(factsOf('ATL')).toHaveLength(1);
    const found = await examine(withSection(factsOf('HOU')));
    expect(found).toEqual([
      'document ATL, facts controls, row Encounter, column Rows on record is 177, and on record of ATL it is 317',
      'document ATL, facts controls, row Encounter, column Counted: 287(g) events is 170, and on record of ATL it is 310',
    ]);
    const [facts] = factsOf('ATL').map(({ facts }) => ({ ...facts, rows: [['Odd', '1']] }));
    if (facts === undefined) throw new Error('no control totals');
    expect((await examine(withSection([{ kind: 'facts', facts }]))).join('\n')).toContain(
      'row Odd, column Rows on record is a figure of which no record tells whose it is',
    );
  });

  it.each(['6,200 in May 2020', '340 in May 2020', 'not availability in May 2020', 'none in May 2020'])(
    'is refused where a key figure is compared with anything but its own before: %s',
    async (comparison) => {
      const section = whole.models[1]?.sections.flatMap(({ blocks }) => blocks) ?? [];
      const figures = section.flatMap((block) => (block.kind === 'key-figures' ? block.figures : []));
      const [encounters] = figures.filter(({ label }) => label === 'Encounters');
      if (encounters === undefined) throw new Error('no key figure');
      const compared = (words: string) =>
        examine(withSection([{ kind: 'key-figures', figures: [{ ...encounters, comparison: words }] }]));
      expect(await compared(comparison)).toEqual([
        `document ATL, key figure “Encounters” is compared with “${comparison}”, and by the tallies of ATL with 620`,
      ]);
      expect(await compared('not available in May 2020')).toEqual([]);
    },
  );

  it('is refused where its open data name another office, or are described in another’s words', async () => {
    const described = ['tables/dcat-us.json', 'tables/datapackage.json', 'tables/csvw-metadata.json'];
    for (const path of described.slice(0, 2)) {
      const theirs = files.get(`HOU/${path}`);
      if (theirs === undefined) throw new Error(`no ${path}`);
      files.set(`ATL/${path}`, theirs);
    }
    rewrite(
      'ATL/tables/data-dictionary.csv',
      (text) => `${text}measures,x,Houston,"Of the Houston Field Office: 170",,\n`,
    );
    rewrite(`ATL/${byState}`, (text) => text.replace('unmapped:HOUSTON FIELD OFFICE', 'houston aor'));
    files.set('ATL/tables/csvw-metadata.json', ['open-data', strToU8('{')]);
    const found = await examine(changed());
    for (const path of [...described, 'tables/data-dictionary.csv'])
      expect(found).toContain(`document ATL, ATL/${path} is not the description of this document’s open data`);
    expect(found).toContain(`document ATL, ATL/${described[0]} names another field office (“houstonfieldoffice”)`);
    expect(found).toContain('document ATL, ATL/tables/data-dictionary.csv names another field office (“Houston”)');
    expect(found).toContain(
      'document ATL, ATL/tables/data-dictionary.csv names another field office (“houstonfieldoffice”)',
    );
    expect(found).toContain(`document ATL, ATL/${byState} names another field office (“houstonaor”)`);
    expect(found).toContain(
      'document ATL, ATL/tables/csvw-metadata.json cannot be read, so that nothing is proved of it',
    );
    files = new Map(whole.files);
    files.delete('ATL/tables/dcat-us.json');
    expect(await examine(changed())).toEqual([
      'document ATL, ATL/tables/dcat-us.json is not among the files of the edition, so that nothing is proved of it',
    ]);
  });

  it('is refused where a sentence says a number that is not its own, and not for its own, a percentage, a year or the name of a regime', async () => {
    const found = await examine(
      withSection([
        {
          kind: 'paragraph',
          text: 'In 2020 the 287(g) program had 310 encounters, 310 fewer than in May, and 648.0 percent more than in April.',
        },
        // The name of a regime is no figure.
        {
          kind: 'paragraph',
          text: 'Not available: Executive Order 13768 (2017–2021); ICE Policy 10072.1 (2010–2015).',
        },
        { kind: 'list', items: ['Encounters: 1,200.'] },
      ]),
    );
    expect(found).toEqual([
      'document ATL, “Encounters: 1,200.” says 1,200, which the tallies of its scope do not give',
    ]);
  });

  it('is refused where a table lists field offices, or is of nothing that is tallied', async () => {
    const national = whole.models[0]?.sections.flatMap(({ blocks }) => blocks) ?? [];
    const tables = national.flatMap((block) => (block.kind === 'table' ? [block.table] : []));
    const byOffice = tables.find(({ breakdown }) => breakdown === 'field-office');
    if (byOffice === undefined) throw new Error('no table by field office');
    const found = await examine(
      withSection([
        { kind: 'table', table: byOffice },
        { kind: 'table', table: { ...byOffice, id: 'odd', breakdown: 'odd' } },
      ]),
    );
    expect(found).toContain('document ATL, table encounters-by-field-office lists field offices');
    expect(found.join('\n')).toContain(
      'table odd, row ATL, column period is a figure of which no tally tells whose it is',
    );
    expect(found.join('\n')).toContain('“Houston” names another field office');
  });

  it('is refused where it, its page, its workbook or its PDF names another office', async () => {
    const said = await examine(withSection([{ kind: 'paragraph', text: 'As in the Houston\nField Office.' }]));
    expect(said.join('\n')).toContain('names another field office (“houstonfieldoffice”)');
    rewrite(`${atlanta}.html`, (text) => text.replace('</h1>', ' <b>Houston</b> Field Office</h1>'));
    rewrite(
      `${atlanta}.xlsx`,
      (text) => text.replace(/<t[^>]*>Alabama<\/t>/, '<t>Houston</t>'),
      'xl/sharedStrings.xml',
    );
    files.set(`${atlanta}.pdf`, ['pdf', await pdfSaying('Washington AOR, HoustonField Office')]);
    const found = await examine(changed());
    expect(found.filter((each) => each.includes('names another'))).toEqual([
      `document ATL, ${atlanta}.xlsx names another field office (“Houston”)`,
      `document ATL, ${atlanta}.html names another field office (“houstonfieldoffice”)`,
      `document ATL, ${atlanta}.html names another field office (“Houston”)`,
      `document ATL, ${atlanta}.pdf names another field office (“washingtonaor”)`,
      `document ATL, ${atlanta}.pdf names another field office (“houstonfieldoffice”)`,
    ]);
  });

  it('may name the state of Washington, a county and itself', async () => {
    expect(
      await examine(
        withSection([
          { kind: 'list', items: ['Washington', 'Houston County, Alabama', 'Atlanta Field Office', 'Atlanta'] },
        ]),
      ),
    ).toEqual([]);
  });

  it('is refused where a file of another scope lies in its folder, recorded or not, or a record of all offices does', async () => {
    const stray = 'ATL/enforcement-actions_2020-06_HOU.pdf';
    files.set(stray, ['pdf', await pdfSaying('')]);
    files.set('ATL/tallies.json', ['tallies', strToU8('{}')]);
    files.set('ATL/tables/left-over.csv', ['csv', strToU8('')]);
    const found = await examine(changed(), ['ATL/tables/left-over.csv']);
    expect(found).toContain(`${stray} is no file of the document in whose folder it lies`);
    expect(found).toContain('ATL/tallies.json is no file of the document in whose folder it lies');
    expect(found).toContain('ATL/tables/left-over.csv lies in the folder of a document and was not drawn for it');
  });

  it('is refused where there are no tallies to hold it against, where its scope is no office, or where a file is missing', async () => {
    files.delete(`ATL/${byState}`);
    expect((await examine(changed())).join('\n')).toContain(`ATL/${byState} is not among the files of the edition`);
    files.set('tallies.json', ['tallies', strToU8('not json')]);
    expect((await examine(changed())).join('\n')).toContain('tallies.json cannot be read');
    files = new Map(whole.files);
    const renamed = withModel((model) => ({ ...model, scope: { ...model.scope, id: 'XXX' } }));
    expect((await examine(renamed)).join('\n')).toContain('document XXX, its scope is no field office on record');
  });
});
