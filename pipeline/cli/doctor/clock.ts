import { federalHolidays } from '../../schedule/business-days.ts';
import { instantAt } from '../../schedule/zoned-time.ts';
import { type Circumstances, recordsOf } from './circumstances.ts';
import { type Examination, type Finding, fault, Unexamined, warning, well } from './examination.ts';

/** The clock of this machine: not apart from the database's, and not before what it has recorded. */
export const clock: Examination = {
  what: 'clock',
  reads: [],
  examine: async (about) => [await againstDatabase(about), ...againstRecords(about)],
};

/** Milliseconds. */
const noticeable = 10_000;
const harmful = 5 * 60_000;
const remedy = 'let both machines keep time from the same servers (NTP)';

async function againstDatabase({ access, now }: Circumstances): Promise<Finding> {
  if (access.kind !== 'open' || access.database.engine === 'pglite')
    return well('clock', `${now().toISOString()}; no server’s to compare it with`, { now: now().toISOString() });
  const [before, answer, after] = [
    now().getTime(),
    await access.database.statement('select extract(epoch from clock_timestamp())::float8 * 1000 as "now"'),
    now().getTime(),
  ];
  const told = Number((answer.rows[0] as { readonly now?: unknown } | undefined)?.now);
  const apart = Math.max(before - told, told - after, 0);
  const facts = { now: now().toISOString(), millisecondsApart: Math.round(apart) };
  const found = `${facts.now}, ${(apart / 1000).toFixed(1)} s from the database’s`;
  if (apart > harmful || Number.isNaN(apart)) return fault('clock', found, remedy, facts);
  return apart > noticeable ? warning('clock', found, remedy, facts) : well('clock', found, facts);
}

function againstRecords(about: Circumstances): readonly Finding[] {
  const last = recordedIn(about).toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  if (last === undefined) return [];
  const what = 'clock against records';
  const facts = { last: last.at };
  if (Date.parse(last.at) > about.now().getTime() + noticeable)
    return [fault(what, `the last ${last.of} is of ${last.at}, which has not come yet`, 'set the clock', facts)];
  return [well(what, `the last ${last.of} is of ${last.at}`, facts)];
}

function recordedIn(about: Circumstances): readonly { readonly of: string; readonly at: string }[] {
  try {
    const { lastImport, lastEdition } = recordsOf(about);
    return [
      ...(lastImport === null ? [] : [{ of: 'import', at: lastImport }]),
      ...(lastEdition === null ? [] : [{ of: 'edition', at: lastEdition.published_at }]),
    ];
  } catch (error) {
    if (error instanceof Unexamined) return [];
    throw error;
  }
}

/** Due days hang on the zone's data of this runtime and on the calendar of federal holidays. */
export const calendar: Examination = {
  what: 'calendar',
  reads: [],
  examine: async ({ now }) => {
    const zone = knownInstants.filter(([day, instant]) => instantAt(day, '06:00', 'America/New_York') !== instant);
    const year = now().getUTCFullYear();
    // Ten in a year whose first day is observed in the one before.
    const unknown = [year, year + 1].filter((each) => federalHolidays(each).size < 10);
    const repair = 'use the Node.js of the package (`npm ci`, then `npx report287`)';
    if (zone.length > 0)
      return [fault('calendar', `the time of New York is not known rightly on ${zone.join(', ')}`, repair)];
    if (unknown.length > 0)
      return [fault('calendar', `federal holidays of ${unknown.join(', ')} are not known`, repair)];
    const facts = { zoneData: process.versions.tz ?? null };
    return [
      well('calendar', `zone data ${facts.zoneData ?? 'of the system'}; holidays of ${year}, ${year + 1}`, facts),
    ];
  },
};

/** Six in the morning in New York, in winter and in summer. */
const knownInstants = [
  ['2025-11-07', '2025-11-07T11:00:00.000Z'],
  ['2025-07-08', '2025-07-08T10:00:00.000Z'],
] as const;
