import type { Session } from '../../queries/database.ts';
import { type EvidenceFinding, readEvidenceFindings } from '../../queries/evidence-findings.ts';
import { answer, type EventFilter, type EventShown, findEvent, listEvents } from '../../queries/explain.ts';
import { appliedTo } from '../classify/axes.ts';
import { type AxisExplanation, explain, questionOn, type RuleExplanation } from '../classify/explanation.ts';
import { type Classification, classify } from '../classify.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type IsoDate, isIsoDate, shiftDate } from '../period.ts';
import { gaps, regimes } from '../priorities/index.ts';
import { axisLabels } from '../priorities/regime.ts';
import { type Answer, withDatabase } from './commands.ts';
import { readingInWords } from './explain/readings.ts';

/** Everything that the rules say of one event. A person-level row: for the operator's terminal only. */
export interface EventExplanation {
  readonly event: EventShown;
  readonly axes: readonly AxisExplanation[];
  /** How its evidence contradicts itself. */
  readonly findings: readonly EvidenceFinding[];
}

/** Explains one event, or lists the ids of a day's events. @throws PipelineError `usage` for neither or both. */
export async function explainEvent(
  config: Config,
  eventId: string | undefined,
  { day, ...filter }: { readonly day?: string; readonly kind?: string; readonly category?: string },
  { progress }: ProgressEffect,
): Promise<Answer> {
  if (eventId !== undefined && day === undefined) {
    return withDatabase(config, progress, ({ database }) =>
      database.transaction('snapshot', async (session) => {
        const explanation = await explanationOf(eventId, classify(regimes, gaps), session);
        return { data: explanation, lines: describe(explanation), exitCode: 0 };
      }),
    );
  }
  if (eventId !== undefined || day === undefined || !isIsoDate(day)) {
    throw new PipelineError(
      'usage',
      'explaining needs one event, or one day',
      'give an event’s id, or --day 2020-06-15',
    );
  }
  return withDatabase(config, progress, ({ database }) =>
    database.transaction('snapshot', (session) => listDay(day, filter, session)),
  );
}

/**
 * Explains one event from the expressions that count it.
 * @throws PipelineError `usage` for an unknown id, `internal` where rules and determination do not agree.
 */
export async function explanationOf(
  eventId: string,
  classification: Classification,
  { source }: Session,
): Promise<EventExplanation> {
  const event = await findEvent(source, eventId);
  if (event === null) throw unknownEvent(eventId);
  const explained: AxisExplanation[] = [];
  for (const applied of appliedTo(classification, event)) {
    explained.push(
      applied.kind === 'none'
        ? applied
        : explain(applied, await answer(source, eventId, questionOn(applied, classification))),
    );
  }
  return { event, axes: explained, findings: await readEvidenceFindings(source, eventId) };
}

function unknownEvent(eventId: string): PipelineError {
  return new PipelineError(
    'usage',
    `no event has the id "${eventId}"`,
    'an id is the source’s own key of the event, or the number of its import and of its row (12-3401); "report287 explain --day 2020-06-15" lists those of a day',
  );
}

/** So many ids of a day are listed at most. */
const listed = 20;

/** Lists the first ids of a day's 287(g) events, each with its priority category. */
export async function listDay(day: IsoDate, filter: EventFilter, { source }: Session): Promise<Answer> {
  const window = { from: day, until: shiftDate(day, 1, 'day') };
  const determination = classify(regimes, gaps).determination('priority', window);
  const found = await listEvents(source, day, determination, filter, listed + 1);
  const events = found
    .slice(0, listed)
    .map(({ event_id, kind, office_code, category: code }) => ({ event_id, kind, office_code, category: code }));
  const isCut = found.length > listed;
  return {
    data: { day, events, more: isCut },
    lines: [
      ...(events.length === 0 ? [`No such 287(g) event is on record on ${day}.`] : []),
      ...events.map((event) => `${event.event_id}  ${event.kind}  ${event.office_code}  ${event.category}`),
      ...(isCut ? [`The first ${listed}; there are more. --kind and --category narrow the list.`] : []),
    ],
    exitCode: 0,
  };
}

function describe({ event, axes, findings }: EventExplanation): readonly string[] {
  return [
    `Event ${event.event_id}: ${event.kind} of ${event.occurred_on}, office ${event.office_code}; ${event.is_287g ? 'counted as a 287(g) event' : 'not a 287(g) event, and not counted'}`,
    ...axes.flatMap(describeAxis),
    ...findings.map(({ sentence }) => `Contradiction in the evidence: ${sentence}`),
  ];
}

function describeAxis(explained: AxisExplanation): readonly string[] {
  const heading = `${axisLabels[explained.axis]} (${explained.axis})`;
  if (explained.kind === 'none') return [`${heading}: no regime is applied. ${explained.why}`];
  const { regime, rules, determination, missing } = explained;
  const open = determination.notExcluded.map((number) => rules[number - 1]?.cite ?? String(number));
  return [
    `${heading}: ${regime.knownAs} (${regime.id})`,
    `  ${regime.source.title}: ${regime.source.url}`,
    ...rules.flatMap(describeRule),
    `  Determination: ${determination.category}, ${determination.label}; ${determination.rule === null ? 'no rule holds' : `rule ${determination.rule} decides`}`,
    ...(open.length === 0 ? [] : [`  Not excluded by the record: ${open.join('; ')}`]),
    ...(missing.length === 0 ? [] : [`  Missing: ${missing.map(readingInWords).join('; ')}`]),
  ];
}

const verdictWords = {
  holds: 'holds',
  'does-not-hold': 'does not hold',
  'cannot-be-determined': 'cannot be determined',
} as const satisfies Record<RuleExplanation['verdict'], string>;

function describeRule(rule: RuleExplanation): readonly string[] {
  const { number, category, label, verdict, cite, basis, confirmed, evidence } = rule;
  return [
    `  ${number}. ${category}, ${label}: ${verdictWords[verdict]}`,
    `     ${cite}; ${basis}; ${confirmed ? 'confirmed' : 'not confirmed in the instrument'}`,
    `     ${evidence.map(readingInWords).join('; ')}`,
  ];
}
