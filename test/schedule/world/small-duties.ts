import { none } from '../../../pipeline/disclosure/none.ts';
import type { Effects, ProgressEvent } from '../../../pipeline/effects.ts';
import { createPageRenderer } from '../../../pipeline/formats/html/page.ts';
import { formats } from '../../../pipeline/formats/index.ts';
import { encounters } from '../../../pipeline/measures/encounters.ts';
import { sex } from '../../../pipeline/measures/sex.ts';
import { enforcementActions } from '../../../pipeline/reports/enforcement-actions.ts';
import type { ReportSchedule } from '../../../pipeline/reports/report/schedule.ts';
import type { ReportDefinition } from '../../../pipeline/reports/report.ts';
import type { Press } from '../../../pipeline/run.ts';
import type { Duties, Halts } from '../../../pipeline/schedule/duties.ts';
import type { Database } from '../../../queries/database.ts';
import { fieldOffices } from '../../../queries/field-offices.ts';
import { recordFieldOffices } from '../../../queries/offices.ts';
import { schedule } from '../schedules.ts';

/** A report of one table that falls due by schedule, and may be made of an agreement. */
export const smallReport = (told: Partial<ReportSchedule> = {}, id = 'enforcement-actions'): ReportDefinition => ({
  ...enforcementActions,
  id,
  agreements: true,
  schedule: schedule({ from: '2020-04', ...told }),
  changes: [],
  sections: [
    {
      id: 'actions',
      title: 'Encounters',
      blocks: [{ kind: 'table', table: { measure: encounters, by: sex, rows: 'listed', order: 'listed' } }],
    },
  ],
});

/** Draws pages without a browser, so that a run takes no second; `onPage` is told before each. */
export const pressWithoutBrowser = (out: string, onPage: () => void = () => undefined): Press & AsyncDisposable => {
  const draw = createPageRenderer();
  return {
    out,
    tools: {
      html: (model) => {
        onPage();
        return draw(model);
      },
      print: async () => {
        throw new Error('nothing is printed here');
      },
    },
    made: { version: '0', code: 'c', drawing: 'd', node: 'n', browser: 'b', database: 'a database' },
    [Symbol.asyncDispose]: async () => undefined,
  };
};

/** What a scheduler does in tests: the small report, for the nation alone, as HTML and CSV. */
export const smallDuties = (out: string, told: Partial<Duties> = {}): Duties => ({
  definitions: [smallReport()],
  documents: 'national',
  formats: formats.filter(({ id }) => id === 'html' || id === 'csv'),
  disclosure: none,
  recipients: [],
  out,
  delivery: { settings: { patience: 2_000 }, approvals: { internal: [], public: [] } },
  inbox: null,
  openPress: async () => pressWithoutBrowser(out),
  ...told,
});

/** Signals that never come. */
export const noHalts = (): Halts => ({ stop: new AbortController().signal, end: new AbortController().signal });

/** A database, and a clock that shows an instant. */
export const effectsAt = (
  database: Database,
  now: string,
  progress: (event: ProgressEvent) => void = () => undefined,
): Effects => ({ database, progress, now: () => new Date(now) });

let files = 0;

/** Puts on record that a source covers some days, without a row; days as half-open. Other files come beside real ones alone. */
export async function cover(database: Database, from: string, until: string, synthetic = true): Promise<void> {
  files += 1;
  const sha256 = String(files).padStart(64, '0');
  const rows = { rows_read: 0, rows_loaded: 0, rows_unchanged: 0, rows_rejected: 0, rows_outside_span: 0 };
  await database.transaction('read-write', async (session) => {
    await recordFieldOffices(session, fieldOffices);
    const { import_id } = await session.own
      .insertInto('import_file')
      .values({
        ...{ file_name: `file ${files}`, sha256, content_sha256: sha256, source_id: 'test', title: 'A test', ...rows },
        ...{ as_of: `${until}T12:00:00Z`, recorded_at: new Date().toISOString(), synthetic },
      })
      .returning('import_id')
      .executeTakeFirstOrThrow();
    const days = { covers_from: from, covers_until: until, office_code: null, identifies_287g: true };
    await session.own
      .insertInto('import_coverage')
      .values((['encounter', 'agreement'] as const).map((kind) => ({ import_id, kind, ...days })))
      .execute();
  });
}
