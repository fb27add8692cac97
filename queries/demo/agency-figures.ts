import { type AgencyFigure, agencyMeasures } from '../agency-figures.ts';
import { type Administered, heldOn, monthsFrom } from './administered.ts';
import type { SyntheticEvent } from './case.ts';
import { randomStream } from './random.ts';

/** Events by agreement, month and kind, as an agency would count them. */
export type Counts = Map<string, number>;

const kinds: ReadonlySet<string> = new Set(agencyMeasures.map(({ code }) => code));
const key = (agreementId: string, month: string, kind: string) => `${agreementId} ${month} ${kind}`;

/** The same events, counted as they pass. */
export function* counting(series: Iterable<SyntheticEvent>, counts: Counts): Generator<SyntheticEvent> {
  for (const entry of series) {
    const { agreement_id, occurred_on, kind } = entry.event;
    if (agreement_id !== null && kinds.has(kind)) {
      const counted = key(agreement_id, occurred_on.slice(0, 7), kind);
      counts.set(counted, (counts.get(counted) ?? 0) + 1);
    }
    yield entry;
  }
}

const reporting = 0.4;
const missed = 0.03;
const different = 0.1;

/** What some agencies report, month by month: mostly what is on record, and now and then a few more or fewer. */
export function* agencyFiguresOf(
  agreements: readonly Administered[],
  counts: ReadonlyMap<string, number>,
  seed: number,
): Generator<AgencyFigure> {
  const months = monthsFrom('2016-10', '2025-09');
  for (const held of agreements) {
    const { agreement_id } = held;
    const random = randomStream(seed, `figures of ${agreement_id}`);
    if (!random.chance(reporting)) continue;
    for (const { name, from, until } of months) {
      if (!heldOn(held, from) || !heldOn(held, until - 1) || random.chance(missed)) continue;
      for (const { code: measure } of agencyMeasures) {
        const count = counts.get(key(agreement_id, name, measure)) ?? 0;
        const other = random.chance(different) ? random.between(1, 3) * (random.chance(0.5) ? 1 : -1) : 0;
        yield { agreement_id, month: `${name}-01`, measure, figure: Math.max(0, count + other) };
      }
    }
  }
}
