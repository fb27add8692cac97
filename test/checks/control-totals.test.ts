import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import type { Finding } from '../../pipeline/checks/check.ts';
import { controlTotals } from '../../pipeline/checks/control-totals.ts';
import { composeControls } from '../../pipeline/compose/controls.ts';
import type { ReportModel, ReportRow, ReportTable } from '../../pipeline/compose.ts';
import type { Tally } from '../../pipeline/extract.ts';
import { measures } from '../../pipeline/measures/index.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';
import { fill } from '../../pipeline/wording.ts';
import type { ControlTotal } from '../../queries/control-totals.ts';
import type { ImportedFile } from '../../queries/provenance.ts';
import { sampleModel } from '../sample-model.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const count = (value: number): Cell => ({ kind: 'count', value });
const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

/** The total of each measure, as if the database had counted what the tables of the sample print. */
const tallies: readonly Tally[] = [
  ...new Map(
    tablesOf(sampleModel)
      .filter(({ kind }) => kind === undefined)
      .map(({ measure, columns, rows }): [string, Tally] => {
        const total = rows.find(({ isTotal }) => isTotal);
        const counts = columns.flatMap(({ id, open }, at) => {
          const cell = total?.cells[at];
          return open !== null && cell?.kind === 'count' ? [[id, cell.value]] : [];
        });
        return [
          measure,
          { measure, scope: 'national', breakdown: null, code: 'total', counts: Object.fromEntries(counts) },
        ];
      }),
  ).values(),
];

const control = (kind: ControlTotal['kind'], counted: number, superseded = 3): ControlTotal => ({
  kind,
  office: null,
  onRecord: counted + superseded + 40 + 200,
  counted,
  excluded: { superseded, 'no-program': 40, 'other-program': 200 },
});
const controls = [control('administrative-arrest', 1102), control('encounter', 1742)];

const file: ImportedFile = {
  fileName: 'encounters.xlsx',
  sha256: '',
  title: '',
  rowsRead: 100,
  rowsLoaded: 70,
  rowsUnchanged: 20,
  rowsRejected: 10,
  rowsOutsideSpan: 0,
};

const sound = { tallies, controls, files: [file] };

async function examine(recorded: object = sound, model: ReportModel = sampleModel): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'control-totals-'));
  folders.push(folder);
  await writeFile(join(folder, 'tallies.json'), JSON.stringify(recorded));
  return controlTotals.examine({ folder, models: [model], artifacts: [] });
}

/** The sample with one table changed. */
const withTable = (id: string, change: (table: ReportTable) => ReportTable): ReportModel => ({
  ...sampleModel,
  sections: sampleModel.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === 'table' && block.table.id === id ? { ...block, table: change(block.table) } : block,
    ),
  })),
});

/** The same with one cell changed. */
const withCell = (id: string, code: string, column: string, cell: Cell, notes: readonly string[] = []): ReportModel =>
  withTable(id, (table) => ({
    ...table,
    notes: [...table.notes, ...notes],
    rows: table.rows.map((row) =>
      row.code === code
        ? { ...row, cells: row.cells.map((old, at) => (table.columns[at]?.id === column ? cell : old)) }
        : row,
    ),
  }));

const found = (subject: string, problem: string) => [{ check: 'control-totals', subject, problem }];

describe('control totals', () => {
  it('come out for the sample', async () => {
    expect(await examine()).toEqual([]);
  });

  it('come out for a table of months, which needs no total', async () => {
    const months = withTable('encounters-by-field-office', (of) => ({
      ...of,
      breakdown: 'month',
      rows: of.rows.filter(({ isTotal }) => !isTotal),
    }));
    expect(await examine(sound, months)).toEqual([]);
  });

  it('are refused where there are no tallies to hold them against', async () => {
    const candidate = { folder: tmpdir(), models: [sampleModel], artifacts: [] };
    expect(await controlTotals.examine(candidate)).toEqual(found('tallies.json', 'cannot be read'));
  });
});

describe('what is recorded is refused where', () => {
  it('rows of a file are neither loaded nor unchanged nor rejected', async () => {
    expect(await examine({ ...sound, files: [file, { ...file, fileName: 'arrests.xlsx', rowsRejected: 9 }] })).toEqual(
      found('tallies.json, file arrests.xlsx', 'has 100 rows read, and 99 loaded, unchanged or rejected (70 + 20 + 9)'),
    );
  });

  it('a row on record is neither counted nor excluded', async () => {
    const [arrests, encounters] = controls;
    const more = { ...encounters, onRecord: 1986 };
    expect(await examine({ ...sound, controls: [arrests, more] })).toEqual(
      found(
        'tallies.json, encounter, national',
        'has 1986 rows on record, and 1985 counted or excluded (1742 counted + 3 superseded + 40 no-program + 200 other-program)',
      ),
    );
  });

  it('more is excluded than there is', async () => {
    const [arrests] = controls;
    const [finding] = await examine({ ...sound, controls: [arrests, control('encounter', 1742, -1)] });
    expect(finding?.subject).toBe('tallies.json, encounter, national');
  });

  it('rows counted are not the events of the report', async () => {
    const [arrests] = controls;
    expect(await examine({ ...sound, controls: [arrests, control('encounter', 1741)] })).toEqual(
      found('tallies.json, encounter, national', 'has 1741 rows counted, and 1742 events in the period'),
    );
  });

  it('an office has rows counted, and no events, or the other way round', async () => {
    const ofOffice = { ...control('encounter', 5), office: 'ATL' };
    expect(await examine({ ...sound, controls: [...controls, ofOffice] })).toEqual(
      found('tallies.json, encounter, ATL', 'has 5 rows counted, and 0 events in the period'),
    );
    const tally = { measure: 'encounters', scope: 'ATL', breakdown: null, code: 'total', counts: { period: 5 } };
    expect(await examine({ ...sound, tallies: [...tallies, tally] })).toEqual(
      found('tallies.json, encounter, ATL', 'has 5 events in the period, and no row on record'),
    );
  });

  it('every tally of a kind of event is lost', async () => {
    expect(await examine({ ...sound, controls: [...controls, control('removal', 50)] })).toEqual(
      found('tallies.json, removal, national', 'has 50 rows counted, and 0 events in the period'),
    );
    expect(await examine({ ...sound, controls: [...controls, control('removal', 0)] })).toEqual([]);
  });

  it('a kind of event of the report has no control total', async () => {
    expect(await examine({ ...sound, controls: controls.slice(0, 1) })).toEqual(
      found('tallies.json, encounter, national', 'has 1742 events in the period, and no row on record'),
    );
  });
});

describe('a table is refused where', () => {
  const id = 'encounters-by-field-office';
  const table = `document national, table ${id}`;

  it('its rows do not add up to its total, in any window', async () => {
    expect(await examine(sound, withCell(id, 'ATL', 'period', count(311)))).toEqual(
      found(`${table}, column period`, 'has rows that add up to 1743, and a total of 1742'),
    );
    const findings = await examine(sound, withCell(id, 'ATL', 'prior-fytd', count(0)));
    expect(findings.map(({ subject }) => subject)).toEqual([`${table}, column prior-fytd`]);
  });

  it('a row is gone', async () => {
    const without = withTable(id, (of) => ({ ...of, rows: of.rows.filter(({ code }) => code !== 'ATL') }));
    const subjects = (await examine(sound, without)).map(({ subject }) => subject);
    expect(subjects).toEqual(
      ['period', 'previous', 'year-earlier', 'fytd', 'prior-fytd'].map((column) => `${table}, column ${column}`),
    );
  });

  it('its total is not the database’s own', async () => {
    const moved = withCell(id, 'total', 'period', count(1743));
    expect(await examine(sound, moved)).toEqual([
      ...found(`${table}, column period`, 'has rows that add up to 1742, and a total of 1743'),
      ...found(`${table}, row total, column period`, 'is 1743, and the database’s own total is 1742'),
    ]);
  });

  it('a row is larger than the total', async () => {
    expect(await examine(sound, withCell(id, 'ATL', 'period', count(2000)))).toEqual([
      ...found(`${table}, row ATL, column period`, 'is 2000, more than the total of 1742'),
      ...found(`${table}, column period`, 'has rows that add up to 3432, and a total of 1742'),
    ]);
  });

  it.each([
    'Because of rounding, shares may not add up to 100.0.',
    'The rows do not add up to the total: one of the agencies may stand in several of them.',
  ])('its rows are parts of its total and do not add up, whatever its notes say: %s', async (note) => {
    expect(await examine(sound, withCell(id, 'ATL', 'period', count(311), [note]))).toEqual(
      found(`${table}, column period`, 'has rows that add up to 1743, and a total of 1742'),
    );
  });

  it('its agencies, of which one may stand in several rows, come to less than the total, or to more without a note', async () => {
    const agencies = 'agreements-by-model';
    const { doNotAddUp } = sharedWords.tables.notes;
    const note = fill(doNotAddUp, { unit: sharedWords.tables.units.agencies });
    const added = tallies
      .filter(({ measure }) => measure === 'agreements')
      .map((of) => ({ ...of, measure: 'agencies' }));
    const counted = { ...sound, tallies: [...tallies, ...added] };
    const ofAgencies = (more: number, notes: readonly string[]) =>
      withTable(agencies, (of) => ({
        ...of,
        measure: 'agencies',
        notes,
        columns: of.columns.map((column) => ({
          ...column,
          open: column.open === null ? null : { ...column.open, measure: 'agencies' },
        })),
        rows: of.rows.map((row, at) => ({
          ...row,
          cells: row.cells.map((cell, window) =>
            at === 0 && window === 0 && cell.kind === 'count' ? count(cell.value + more) : cell,
          ),
        })),
      }));
    const subject = `document national, table ${agencies}, column period`;
    expect(await examine(counted, ofAgencies(3, [note]))).toEqual([]);
    expect(await examine(counted, ofAgencies(0, []))).toEqual([]);
    expect(await examine(counted, ofAgencies(-1, [note]))).toEqual(
      found(subject, 'has rows that add up to 138, and a total of 139'),
    );
    expect(await examine(counted, ofAgencies(3, ['The rows need not add up.']))).toEqual(
      found(subject, 'has rows that add up to 142, and a total of 139, and no note says why'),
    );
    const [larger] = await examine(counted, ofAgencies(100, [note]));
    expect(larger?.problem).toContain('more than the total of 139');
  });

  it('every figure is twice what it was, by whatever name its total goes', async () => {
    const double = withTable(id, (of) => ({
      ...of,
      columns: of.columns.slice(0, 1),
      rows: of.rows.map((row) => ({
        ...row,
        label: row.isTotal ? 'All' : row.label,
        cells: row.cells.slice(0, 1).map((cell) => (cell.kind === 'count' ? count(cell.value * 2) : cell)),
      })),
    }));
    expect(await examine(sound, double)).toEqual(
      found(`${table}, row total, column period`, 'is 3484, and the database’s own total is 1742'),
    );
  });

  it('the days of one regime have more than all days, or less where they are all of them', async () => {
    const ofRegime = (tableId: string, label: string, factor: number) =>
      withTable('encounters-by-priority', (of) => ({
        ...of,
        id: tableId,
        columns: of.columns.slice(0, 1),
        rows: of.rows.map((row) => ({
          ...row,
          label: row.isTotal ? label : row.label,
          cells: row.cells.slice(0, 1).map((cell) => (cell.kind === 'count' ? count(cell.value * factor) : cell)),
        })),
      }));
    const [whole, some] = ['encounters-by-priority', 'encounters-by-priority-eo-13768-2017-01-25'] as const;
    const { total, totalOfDays } = sharedWords.tables.rows;
    expect(await examine(sound, ofRegime(some, total, 0))).toEqual([]);
    expect(await examine(sound, ofRegime(whole, totalOfDays, 0))).toEqual([]);
    expect(await examine(sound, ofRegime(whole, total, 0))).toEqual(
      found(
        `document national, table ${whole}, row total, column period`,
        'is 0, and the database’s own total is 1742',
      ),
    );
    expect(await examine(sound, ofRegime(some, totalOfDays, 2))).toEqual(
      found(
        `document national, table ${some}, row total, column period`,
        'is 3484, more than the database’s own total of 1742',
      ),
    );
  });

  it('a row has a figure where the total has none', async () => {
    const arrests = 'administrative-arrests-by-field-office';
    expect(await examine(sound, withCell(arrests, 'ATL', 'prior-fytd', count(7)))).toEqual(
      found(`document national, table ${arrests}, row ATL, column prior-fytd`, 'is 7, and the total is NA'),
    );
    const applies = withCell(arrests, 'total', 'prior-fytd', { kind: 'not-applicable' });
    expect(await examine(sound, applies)).toEqual([]);
  });

  it('a row is not available, and no note says why', async () => {
    const codes = ['ATL', 'BAL'].map((code) => ({ code, cells: [{ kind: 'unavailable' }] }));
    const rows = [...codes, { code: 'not-recorded', cells: [count(1742)] }];
    const shown = (notes: readonly string[]) =>
      withTable(id, (of) => ({
        ...of,
        notes,
        columns: of.columns.slice(0, 1),
        rows: [
          ...rows.map((row) => ({ ...row, label: row.code, isTotal: false }) as ReportRow),
          ...of.rows.filter(({ isTotal }) => isTotal),
        ],
      }));
    expect(await examine(sound, shown([]))).toEqual(
      found(`${table}, column period`, 'has rows of NA under a total of 1742, and no note says why'),
    );
    expect(await examine(sound, shown(['Field offices are not known.']))).not.toEqual([]);
    const { notRecordedInSome } = sharedWords.tables.notes;
    expect(await examine(sound, shown([fill(notRecordedInSome, { breakdown: 'field office' })]))).toEqual([]);
  });

  it('what is withheld can be worked out, or cannot be', async () => {
    expect(await examine(sound, withCell(id, 'total', 'period', { kind: 'withheld' }))).toEqual(
      found(`${table}, column period`, 'has a total of D, and every row is shown: it can be added up'),
    );
    expect(await examine(sound, withCell(id, 'ATL', 'period', { kind: 'withheld' }))).toEqual([]);
    const tooMuch = withTable(id, (of) => ({
      ...of,
      rows: of.rows.map((row, at) => {
        const cell: Cell | undefined = [{ kind: 'withheld' } as const, count(1742)][at];
        return cell === undefined ? row : { ...row, cells: [cell, ...row.cells.slice(1)] };
      }),
    }));
    const [finding] = await examine(sound, tooMuch);
    expect(finding?.subject).toBe(`${table}, column period`);
  });

  it('a cell is missing, or is no count', async () => {
    expect(await examine(sound, withCell(id, 'ATL', 'period', { kind: 'share', value: 17.8 }))).toEqual([
      ...found(`${table}, row ATL, column period`, 'is 17.8, which is no count'),
      ...found(`${table}, column period`, 'has rows that add up to 1432, and a total of 1742'),
    ]);
    const short = withTable(id, (of) => ({
      ...of,
      rows: of.rows.map((row) => (row.code === 'ATL' ? { ...row, cells: [] } : row)),
    }));
    expect(await examine(sound, short)).toEqual(
      expect.arrayContaining(found(`${table}, row ATL, column period`, 'is missing')),
    );
  });

  it('its rows have no total, and nothing says why, or are parts that should have one', async () => {
    const why = enforcementActions.sections.flatMap(({ introduction = '', blocks }) =>
      blocks.flatMap((block) => (block.kind === 'measures' ? [introduction, ...(block.table.notes ?? [])] : [])),
    );
    const steps = (notes: readonly string[], encounters = 1742, of = 'enforcement-events-by-kind') =>
      withTable(id, (table) => ({
        ...table,
        id: of,
        breakdown: 'kind',
        notes,
        columns: table.columns.slice(0, 1),
        rows: [
          { code: 'encounter', label: 'Encounters', isTotal: false, cells: [count(encounters)] },
          { code: 'administrative-arrest', label: 'Arrests', isTotal: false, cells: [count(1102)] },
        ],
      }));
    const events = 'document national, table enforcement-events-by-kind';
    expect(await examine(sound, steps(why))).toEqual([]);
    expect(await examine(sound, steps([...why.slice(1), 'The rows do not add up.']))).toEqual(
      found(`${events}, its rows`, 'have no total, and nothing says why'),
    );
    expect(await examine(sound, steps(why, 1742, id))).toEqual(
      found(`${table}, its rows`, 'have no total, and are no measures beneath one another'),
    );
    expect(await examine(sound, steps(why, 1741))).toEqual(
      found(`${events}, row encounter, column period`, 'is 1741, and the database’s own total is 1742'),
    );
  });

  it('its report is none that is defined', async () => {
    const unknown = { ...sampleModel, report: { ...sampleModel.report, id: 'unknown' } };
    expect(await examine(sound, unknown)).toEqual(
      found('document national', 'is of a report that is not defined, so that nothing is proved of its tables'),
    );
  });
});

const always = () => true;

describe('the notes', () => {
  it('list what became of the rows on record, of the document’s own scope', () => {
    const [facts, words] = composeControls(
      [...controls, { ...control('encounter', 5), office: 'ATL' }],
      { scope: 'ATL', ground: 'areas' },
      always,
      sharedWords.controls,
    );
    expect(facts).toMatchObject({
      kind: 'facts',
      facts: {
        id: 'controls',
        rows: [
          ['Encounter', '248', '5', '3', '40', '200'],
          ['Administrative arrest', '0', '0', '0', '0', '0'],
        ],
      },
    });
    expect(words).toMatchObject({ kind: 'paragraph', text: expect.stringContaining('of this field office') });
    expect(
      composeControls(controls, { scope: 'national', ground: 'areas' }, always, sharedWords.controls)[1],
    ).toMatchObject({
      text: expect.stringContaining('in the nation'),
    });
    expect(
      composeControls(
        [{ ...control('encounter', 5), office: 'GA/Cobb 1' }],
        { scope: 'GA/Cobb 1', ground: 'agreement' },
        always,
        sharedWords.controls,
      )[1],
    ).toMatchObject({ text: expect.stringContaining('under this agreement') });
    expect(composeControls([], { scope: 'national', ground: 'areas' }, always, sharedWords.controls)).toEqual([]);
  });

  it('have no row for a kind that is not covered and of which nothing is on record', () => {
    const none = { ...control('removal', 0), onRecord: 0, counted: 0 };
    const labels = (isCovered: boolean) => {
      const [block] = composeControls(
        [...controls, none],
        { scope: 'national', ground: 'areas' },
        () => isCovered,
        sharedWords.controls,
      );
      return block?.kind === 'facts' ? block.facts.rows.map(([label]) => label) : [];
    };
    expect(labels(true)).toHaveLength(labels(false).length + 1);
  });

  it('have a row for each kind of event that a measure counts', () => {
    const kinds = new Set(measures.flatMap((measure) => (measure.entity === 'event' ? [measure.kind] : [])));
    const [block] = composeControls(
      [...kinds].map((kind) => control(kind, 1)),
      { scope: 'national', ground: 'areas' },
      always,
      sharedWords.controls,
    );
    expect(block?.kind === 'facts' ? block.facts.rows.length : 0).toBe(kinds.size);
  });
});
