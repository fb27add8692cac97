import { readSubjectsInForce } from '../../queries/agreement-subjects.ts';
import { type Claims, readClaims } from '../../queries/claims.ts';
import { readDueFacts } from '../../queries/due.ts';
import type { SlotKey } from '../../queries/ledger.ts';
import { readWantedAgreements } from '../../queries/outstanding.ts';
import { channels } from '../channels/index.ts';
import { isOutstanding } from '../distribute.ts';
import type { Effects } from '../effects.ts';
import { parsePeriod } from '../period.ts';
import { isGone } from '../process-name.ts';
import type { Press } from '../run.ts';
import { dueSlots } from '../schedule.ts';
import { attemptSlot, type Means, nameOf, type RanSlot, type Subject } from './attempt-slot.ts';
import { type ClaimVerdict, judgeClaim } from './attempts.ts';
import type { Duties, Halts } from './duties.ts';
import { type Emptied, emptyInbox } from './inbox.ts';
import { type Problem, problemOf } from './problem.ts';
import { type Redelivery, redeliver, sinceWhen } from './redeliver.ts';
import { examineEditions } from './standing-editions.ts';

/** What one look found and did; trouble is told, and is no reason to stop. */
export interface Look extends Pick<Emptied, 'imported' | 'refused'>, Pick<Redelivery, 'redelivered'> {
  /** ISO instant at which it began. */
  readonly at: string;
  /** Attempts at slots, in the order in which they were made. */
  readonly ran: readonly RanSlot[];
  /** Slots that can be run and were not, with the reason. */
  readonly left: readonly LeftSlot[];
  /** How many deliveries rest, are being sent by another process, or wait for an approval. */
  readonly later: number;
  /** Trouble that is told nowhere else in the look. */
  readonly problems: readonly Problem[];
}

/** A slot that can be run, but not now. */
export interface LeftSlot extends SlotKey {
  readonly why: Exclude<ClaimVerdict, { readonly kind: 'free' }>;
}

/** Whether something is left to be done, or went wrong. */
export function isUnfinished({ refused, ran, left, redelivered, later, problems }: Look): boolean {
  return (
    [refused, left, problems].some(({ length }) => length > 0) ||
    later > 0 ||
    redelivered.some(({ distribution }) => isOutstanding(distribution)) ||
    ran.some(
      (one) =>
        ['failed', 'stopped'].includes(one.kind) || (one.kind === 'published' && isOutstanding(one.distribution)),
    )
  );
}

/**
 * One look: imports what lies in the inbox, runs what is due and can be run, hands over what is missing, then runs the agreements
 * that subscriptions name. Periods come from what is due, never from the clock. One failure stops nothing else.
 * @throws PipelineError `source` where the database cannot be reached; what was done is done, and the next look goes on.
 */
export async function look(duties: Duties, halts: Halts, effects: Effects): Promise<Look> {
  const at = effects.now().toISOString();
  const { inbox, out, delivery, recipients: copies } = duties;
  const nothing: Emptied = { imported: [], refused: [], problems: [] };
  const emptied = inbox === null || halts.stop.aborted ? nothing : await emptyInbox(inbox, halts.stop, effects);
  await using press = pressOf(duties);
  const means: Means = { duties, press: press.open, halts };
  const due = await runDue(means, effects);
  const mandate = { out, channels, copies, ...delivery };
  const delivered = await redeliver(mandate, halts.stop, effects);
  const agreements = await runWanted(means, effects).catch((error: unknown) => ({
    ...{ ran: [], left: [] },
    problems: [problemOf('agreements', error)],
  }));
  const { imported, refused } = emptied;
  const { redelivered, later } = delivered;
  const ran = [...due.ran, ...agreements.ran];
  const left = [...due.left, ...agreements.left];
  return {
    at,
    imported,
    refused,
    ran,
    left,
    redelivered,
    later,
    problems: [...emptied.problems, ...delivered.problems, ...agreements.problems, ...afterPublishing(ran)],
  };
}

/** The press, opened once when it is first asked for, and closed if it was. */
function pressOf({ openPress }: Duties): AsyncDisposable & { readonly open: () => Promise<Press> } {
  let opened: ReturnType<typeof openPress> | undefined;
  return {
    open: () => {
      opened ??= openPress();
      return opened;
    },
    [Symbol.asyncDispose]: async () => {
      const press = await opened?.catch(() => undefined);
      await press?.[Symbol.asyncDispose]();
    },
  };
}

interface Ran {
  readonly ran: readonly RanSlot[];
  readonly left: readonly LeftSlot[];
}

/** What went wrong although the edition stands. */
const afterPublishing = (ran: readonly RanSlot[]): readonly Problem[] =>
  ran.flatMap((one) => (one.kind === 'stands' && one.problem !== undefined ? [one.problem] : []));

/** Milliseconds after which the other agreements wait for the next look, so that what is due is not kept waiting by them. */
const agreementsBudget = 10 * 60_000;

const keyOf = ({ report, period, audience, subject }: SlotKey) => JSON.stringify([report, period, audience, subject]);

/** Runs what is due, one slot after another, looking anew at what is due before each. */
async function runDue(means: Means, effects: Effects): Promise<Ran> {
  const ran: RanSlot[] = [];
  const tried = new Set<string>();
  for (;;) {
    const { candidates, claims } = await readCandidates(means.duties, effects);
    const chances = candidates.map((candidate) => ({
      ...candidate,
      verdict: verdictOn(candidate.slot, claims, means),
    }));
    const begun = (report: string) => ran.filter((one) => one.report === report).length;
    const next = chances.find(
      ({ slot, atMost, verdict }) => verdict.kind === 'free' && !tried.has(keyOf(slot)) && begun(slot.report) < atMost,
    );
    if (next === undefined || means.halts.stop.aborted) {
      const left = chances.flatMap(({ slot, verdict: why }) => (why.kind === 'free' ? [] : [{ ...slot, why }]));
      return { ran, left: left.filter((slot) => !tried.has(keyOf(slot))) };
    }
    tried.add(keyOf(next.slot));
    const one = await attempted(next.slot, next, claims, means, effects);
    if (one !== null) ran.push(one);
  }
}

/** Slots that could be run if their claims let them, and those claims, of one instant. */
async function readCandidates({ definitions, out }: Duties, { database, now }: Effects) {
  const { facts, claims } = await database.transaction('snapshot', async (session) => ({
    claims: await readClaims(session),
    facts: await readDueFacts(session),
  }));
  const { editions, coverage } = await examineEditions(facts, definitions, out);
  const due = dueSlots(definitions, editions, coverage, now().toISOString());
  const candidates = due.flatMap(({ report, audience, period, state, replaces }) => {
    const definition = definitions.find(({ id }) => id === report);
    if (state !== 'ready' || definition?.schedule === undefined) return [];
    const slot: SlotKey = { report, period: period.id, audience, subject: '' };
    return [{ slot, definition, period, subject: null, replaces, atMost: definition.schedule.atMost }];
  });
  return { candidates, claims };
}

const seenIn = ({ claims }: Claims, slot: SlotKey) => claims.find((claim) => keyOf(claim) === keyOf(slot));

function verdictOn(slot: SlotKey, claims: Claims, { duties }: Means): ClaimVerdict {
  const { now, lastImport } = claims;
  const rests = duties.claims?.rests;
  return judgeClaim(seenIn(claims, slot), { now, lastImport, isGone, ...(rests === undefined ? {} : { rests }) });
}

async function attempted(
  slot: SlotKey,
  { definition, period, subject, replaces }: Subject,
  claims: Claims,
  means: Means,
  effects: Effects,
): Promise<RanSlot | null> {
  const verdict = verdictOn(slot, claims, means);
  if (verdict.kind !== 'free') return null;
  const chance = { seen: seenIn(claims, slot), attempts: verdict.attempts };
  effects.progress({ kind: 'note', text: `${nameOf(slot)}: attempt ${verdict.attempts + 1}` });
  return attemptSlot({ definition, period, subject, replaces }, chance, means, effects);
}

/** Runs the agreements that subscriptions name, each as an edition of its own, for periods whose edition of the nation stands. */
async function runWanted(means: Means, effects: Effects): Promise<Ran & Pick<Look, 'problems'>> {
  const ran: RanSlot[] = [];
  const left: LeftSlot[] = [];
  if (means.halts.stop.aborted) return { ran, left, problems: [] };
  const until = performance.now() + agreementsBudget;
  const { wanted, claims } = await readWanted(means.duties, effects);
  for (const { slot, ...what } of wanted) {
    if (means.halts.stop.aborted || performance.now() > until) break;
    const why = verdictOn(slot, claims, means);
    if (why.kind !== 'free') left.push({ ...slot, why });
    const tried = why.kind === 'free' ? await attempted(slot, what, claims, means, effects) : null;
    if (tried !== null) ran.push(tried);
  }
  return { ran, left, problems: [] };
}

/** Those of the schedule's own months that were in force in them; of others there is nothing to tell, and a range is a person's. */
async function readWanted({ definitions }: Duties, { database, now }: Effects) {
  const able = definitions.filter(({ agreements }) => agreements === true);
  return database.transaction('snapshot', async (session) => {
    const ids = able.map(({ id }) => id);
    const named = await readWantedAgreements(session, ids, sinceWhen(now()));
    const wanted: (Subject & { readonly slot: SlotKey })[] = [];
    const scheduled = named.filter(({ report, period }) => {
      const from = able.find(({ id }) => id === report)?.schedule?.from;
      return from !== undefined && /^\d{4}-\d{2}$/.test(period) && period >= from;
    });
    for (const [id, same] of Map.groupBy(scheduled, (one) => one.period)) {
      const period = parsePeriod(id);
      const inForce = await readSubjectsInForce(session.source, period);
      const subjects = new Map(inForce.map((subject) => [subject.agreement_id, subject]));
      for (const { report, agreement } of same) {
        const definition = able.find((each) => each.id === report);
        const subject = subjects.get(agreement);
        if (definition === undefined || subject === undefined) continue;
        const slot: SlotKey = { report, period: id, audience: 'internal', subject: agreement };
        wanted.push({ slot, definition, period, subject, replaces: null });
      }
    }
    return { wanted, claims: await readClaims(session) };
  });
}
