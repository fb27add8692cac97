import type { AgreementList, AgreementListKind } from '../../queries/register-listings.ts';
import type { IsoDate } from '../period.ts';
import type { StatedFacts } from './applied-corrections.ts';
import { type HeldSighting, standingFor, type TracedAgency, type TracedAgreement } from './trace.ts';

/**
 * How the first day of a span is known: the signing date; the first list that holds the agreement, where its date is not
 * credible or is so early that an earlier list ought to have held it; the first list after an absence; the first list
 * without it, where the date of the ending is unknown; the list of applications; a list that names another agency; or a
 * person's correction.
 */
export type SpanBasis =
  | 'signing-date'
  | 'first-listing'
  | 'listed-again'
  | 'not-listed'
  | 'application'
  | 'reassigned'
  | 'correction';

/** A span of one agreement's history before it has its id; half-open. */
export interface TracedSpan {
  readonly status: 'pending' | 'active' | 'terminated';
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  readonly basis: SpanBasis;
  /** Who holds or held it, as the lists of those days say. */
  readonly agency: TracedAgency;
}

/** The list of each kind that speaks for each day: of two lists of one day, the later. */
export type SpeakingLists = Readonly<Record<AgreementListKind, readonly AgreementList[]>>;

/** Chooses the lists that speak for their days; `lists` in order. */
export function speakingLists(lists: readonly AgreementList[]): SpeakingLists {
  const ofKind = (kind: AgreementListKind) => {
    const byDay = new Map(lists.filter((list) => list.kind === kind).map((list) => [list.as_of, list]));
    return [...byDay.values()];
  };
  return { participating: ofKind('participating'), pending: ofKind('pending') };
}

/** A run of successive lists that hold the agreement, or the application. */
interface Run {
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  readonly basis: SpanBasis;
  readonly holders: readonly { readonly from: IsoDate; readonly agency: TracedAgency }[];
}

/**
 * The history of one agreement. It is in force on the day of every list that holds it and on no day of a list that does
 * not, so that the figures of a list's own day are those of the list, whatever dates other lists bring. Between two
 * lists it begins on its signing date where that lies between them, and else with the list; it ends with the first list
 * without it. A person's word on either wins.
 */
export function historyOf(
  agreement: TracedAgreement,
  speaking: SpeakingLists,
  facts: StatedFacts,
): readonly TracedSpan[] {
  const endedOn = facts.endedOn.get(agreement) ?? null;
  const signedOn = facts.signedOn.get(agreement);
  const active = runsOf(agreement.sightings, speaking.participating).map((run, at, runs) =>
    // The last signing is the one that a person means: it began the first run unless there was another since.
    beginning(
      run,
      speaking,
      at === 0 && agreement.signings.length === 1 && runs.length === 1 ? signedOn : undefined,
      agreement,
    ),
  );
  const ended = endedOn === null ? active : endAt(active, endedOn);
  const applied = runsOf(agreement.applications, speaking.pending);
  const pending = applied.flatMap((run) => outside(run, ended, endedOn));
  const inForce = ended.flatMap(activeSpans);
  const terminated = ended.flatMap((run, at) => afterEnd(run, ended[at + 1], pending, endedOn));
  return [...pending, ...inForce, ...terminated].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

function runsOf(seen: readonly HeldSighting[], lists: readonly AgreementList[]): readonly Run[] {
  const holders = new Map(seen.map(({ sighting, agency }) => [sighting.list, standingFor(agency)]));
  const runs: {
    from: IsoDate;
    until: IsoDate | null;
    basis: SpanBasis;
    holders: { from: IsoDate; agency: TracedAgency }[];
  }[] = [];
  for (const list of lists) {
    const agency = holders.get(list);
    const run = runs.at(-1);
    const isOpen = run !== undefined && run.until === null;
    if (agency === undefined) {
      if (isOpen) run.until = list.as_of;
    } else if (!isOpen) {
      const basis = run === undefined ? 'first-listing' : 'listed-again';
      runs.push({ from: list.as_of, until: null, basis, holders: [{ from: list.as_of, agency }] });
    } else if (run.holders.at(-1)?.agency !== agency) run.holders.push({ from: list.as_of, agency });
  }
  return runs;
}

/** Moves the beginning of a run to the signing date where that lies after the list before and not after the run's first. */
function beginning(
  run: Run,
  { participating }: SpeakingLists,
  stated: IsoDate | undefined,
  { sightings, signings }: TracedAgreement,
): Run {
  const listBefore = participating.findLast((list) => list.as_of < run.from)?.as_of ?? '';
  const listed = sightings.find(({ sighting }) => sighting.list.as_of === run.from)?.sighting.listing.signed_on ?? null;
  // A corrected date of the first signing tells of the first run; later runs have what their own list says.
  const recorded = run.basis === 'first-listing' ? (signings[0]?.on ?? null) : listed;
  const signedOn = stated ?? recorded;
  if (signedOn === null || signedOn > run.from || (stated === undefined && signedOn <= listBefore)) return run;
  const [first, ...rest] = run.holders;
  const holders = first === undefined ? run.holders : [{ ...first, from: signedOn }, ...rest];
  return { ...run, from: signedOn, basis: stated === undefined ? 'signing-date' : 'correction', holders };
}

function activeSpans(run: Run): readonly TracedSpan[] {
  return run.holders.map(({ from, agency }, at) => {
    const until = run.holders[at + 1]?.from ?? run.until;
    return { status: 'active', from, until, basis: at === 0 ? run.basis : 'reassigned', agency };
  });
}

/** Ends the last run on a day that a person knows, earlier or later than the lists say. */
function endAt(runs: readonly Run[], endedOn: IsoDate): readonly Run[] {
  const before = runs.filter(({ from }) => from < endedOn);
  return before.map((run, at) => {
    if (at < before.length - 1) return run;
    return { ...run, until: endedOn, holders: run.holders.filter(({ from }) => from < endedOn) };
  });
}

function afterEnd(
  run: Run,
  next: Run | undefined,
  pending: readonly TracedSpan[],
  endedOn: IsoDate | null,
): readonly TracedSpan[] {
  const { until } = run;
  const agency = run.holders.at(-1)?.agency;
  if (until === null || agency === undefined) return [];
  const applied = pending.find(({ from }) => from >= until)?.from ?? null;
  const again = next?.from ?? null;
  const end = applied !== null && (again === null || applied < again) ? applied : again;
  if (end !== null && end <= until) return [];
  const basis = endedOn !== null && next === undefined ? 'correction' : 'not-listed';
  return [{ status: 'terminated', from: until, until: end, basis, agency }];
}

/** What of an application's run lies outside the days in force. */
function outside(run: Run, active: readonly Run[], endedOn: IsoDate | null): readonly TracedSpan[] {
  const next = active.find(({ until }) => until === null || until > run.from);
  const from = next !== undefined && next.from <= run.from ? next.until : run.from;
  const cut = next !== undefined && next.from > run.from ? next.from : null;
  const until = earlier(run.until, cut);
  const agency = run.holders.at(-1)?.agency;
  const isOver = endedOn !== null && from !== null && from >= endedOn && active.length > 0;
  if (from === null || agency === undefined || isOver || (until !== null && until <= from)) return [];
  return [{ status: 'pending', from, until, basis: 'application', agency }];
}

function earlier(a: IsoDate | null, b: IsoDate | null): IsoDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
