import {
  type AgreementSubject,
  readAgreementIds,
  readAgreementSubject,
  readLastCoveredDay,
} from '../../queries/agreement-subjects.ts';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { exitCodes, PipelineError } from '../errors.ts';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { type Period, rangePeriod, shiftDate } from '../period.ts';
import type { ReportDefinition } from '../reports/report.ts';
import type { AgreementsOutcome } from '../run/agreements.ts';

/** What `report287 run` is asked for about agreements. */
export interface AgreementFlags {
  /** Every agreement in force in the period. */
  readonly agreements?: boolean;
  /** One agreement, by its id. */
  readonly agreement?: string;
  /** `signing`: from the day on which it was signed. */
  readonly since?: string;
  /** Ids, with commas between them. */
  readonly formats?: string;
  readonly period?: string;
  readonly from?: string;
  readonly through?: string;
  readonly scope?: string;
  readonly cases?: boolean;
}

/** Whose documents a run makes. */
export type Asked = 'areas' | 'one-agreement' | 'all-agreements';

const refused = (what: string, remedy: string) => new PipelineError('usage', what, remedy);

/** Reads whose documents a run makes. @throws PipelineError `usage` where the flags contradict each other or the report. */
export function readAsked(definition: ReportDefinition, flags: AgreementFlags): Asked {
  const { agreement, agreements, since, scope, cases } = flags;
  if (agreement === undefined && !agreements) {
    if (since !== undefined) throw refused('--since is about one agreement', 'give it by its id with --agreement');
    if (flags.formats !== undefined)
      throw refused(
        '--formats is about documents of agreements',
        'give --agreements or --agreement <id>, or leave it out',
      );
    return 'areas';
  }
  const flag = agreement === undefined ? '--agreements' : '--agreement';
  if (definition.agreements !== true)
    throw refused(`${definition.id} has no documents of single agreements`, `leave out ${flag}`);
  if (agreement !== undefined && agreements)
    throw refused('--agreement and --agreements contradict each other', 'give one of them');
  if (scope !== undefined || cases)
    throw refused(`--scope and --cases are not of documents of agreements`, `leave them out, or leave out ${flag}`);
  if (since === undefined) return agreement === undefined ? 'all-agreements' : 'one-agreement';
  if (agreement === undefined) throw refused('--since is about one agreement', 'give it by its id with --agreement');
  if (since !== 'signing') throw refused(`there is no day "${since}" to begin with`, 'give --since signing');
  if (flags.period !== undefined || flags.from !== undefined)
    throw refused('--since and a period contradict each other', 'give --since signing alone, or with --through');
  return 'one-agreement';
}

/** Reads which formats documents of agreements have. @throws PipelineError `usage` for one that there is not. */
export function readFormats(asked: Asked, { formats: listed }: AgreementFlags): readonly Format[] {
  if (listed === undefined)
    return asked === 'all-agreements' ? formats.filter(({ id }) => id === 'pdf' || id === 'xlsx') : formats;
  const ids = listed.split(',').map((id) => id.trim());
  const unknown = ids.filter((id) => !formats.some((format) => format.id === id));
  if (unknown.length === 0) return formats.filter(({ id }) => ids.includes(id));
  const remedy = `give one or several of ${formats.map(({ id }) => id).join(',')}, with commas between them`;
  throw refused(`there is no format "${unknown.join('", "')}"`, remedy);
}

/** The agreement of an id. @throws PipelineError `usage` where the register has none; it names those with similar ids. */
export async function findAgreement(id: string, { database }: DatabaseEffect): Promise<AgreementSubject> {
  return database.transaction('snapshot', async ({ source }) => {
    const subject = await readAgreementSubject(source, id);
    if (subject !== null) return subject;
    const near = nearest(id, await readAgreementIds(source));
    const remedy = near.length === 0 ? 'import the published lists of agreements' : 'give the id of one on record';
    throw new PipelineError('usage', `the register has no agreement "${id}"`, remedy, {
      details: near.map((other) => `similar: ${other}`),
    });
  });
}

const mostNear = 5;

/** Of some ids, those that share the most pairs of letters with a text. */
function nearest(text: string, ids: readonly string[]): readonly string[] {
  const wanted = pairsOf(text);
  const ranked = ids.map((id) => {
    const own = pairsOf(id);
    const shared = [...own].filter((pair) => wanted.has(pair)).length;
    return { id, likeness: (2 * shared) / (own.size + wanted.size) };
  });
  const sorted = ranked.toSorted((one, other) => other.likeness - one.likeness);
  return sorted.slice(0, mostNear).map(({ id }) => id);
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase();
  return new Set(Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2)));
}

/**
 * All days since an agreement was signed: through `through`, else through the last day that the lists of agreements cover and
 * that is over. @throws PipelineError `usage` without a day of signing, `source` where no day is covered.
 */
export async function periodSinceSigning(
  { agreement_id: id, signed_on: signed }: AgreementSubject,
  through: string | undefined,
  { database, now }: DatabaseEffect & ClockEffect,
): Promise<Period> {
  if (signed === null)
    throw refused(`the day on which ${id} was signed is not on record`, 'give --from and --through instead of --since');
  if (through !== undefined && through >= signed) return rangePeriod(signed, through);
  if (through !== undefined) throw refused(`${id} was signed on ${signed}, after ${through}`, 'give a later --through');
  const yesterday = shiftDate(now().toISOString().slice(0, 10), -1, 'day');
  const last = await database.transaction('snapshot', ({ source }) => readLastCoveredDay(source, yesterday));
  if (last !== null && last >= signed) return rangePeriod(signed, last);
  const what = `no source covers the register of agreements on a day since ${signed}, when ${id} was signed`;
  throw new PipelineError('source', what, 'import a later list of agreements, or give --through');
}

/** What came of all agreements, in lines for a person, and the exit code. */
export function describeAgreements(outcome: AgreementsOutcome, folder: string) {
  const { published, unchanged, wouldPublish, failed, undelivered } = outcome;
  const counted: readonly (readonly [what: string, ids: readonly unknown[]])[] = [
    ['published', published],
    ['unchanged', unchanged],
    ['would be published', wouldPublish],
    ['failed', failed],
    ['not delivered to everyone', undelivered],
  ];
  const [first] = failed;
  return {
    lines: [
      `Agreements: ${counted.flatMap(([what, { length }]) => (length > 0 ? [`${length.toLocaleString('en-US')} ${what}`] : [])).join(', ')}.`,
      folder,
      ...failed.flatMap(({ agreement, message, remedy, details }) => [
        `${agreement}: ${message}. What to do: ${remedy}.`,
        ...details.slice(0, 5).map((detail) => `  - ${detail}`),
      ]),
    ],
    exitCode: first !== undefined ? exitCodes[first.kind] : undelivered.length > 0 ? exitCodes.delivery : 0,
  };
}
