import { openEnd, shiftDate } from '../../pipeline/period.ts';
import { evidenceRead, type PriorityRegime } from '../../pipeline/priorities/regime.ts';
import type { PriorityCase } from './case-files.ts';
import type { DecidedCase } from './decided-cases.ts';

type Decided = ReadonlyMap<string, DecidedCase>;

/** Rules that decide no case of their regime's file. */
export function rulesWithoutCase(regime: PriorityRegime, cases: readonly PriorityCase[], decided: Decided) {
  const deciding = new Set(ofRegime(regime, cases, decided).map(({ determination }) => determination.rule));
  return regime.rules.filter((_, at) => !deciding.has(at + 1)).map(({ cite }) => cite);
}

/** Days beside the edges of a regime's windows, or of an agreement's, on which its file has no case. */
export function edgeDaysWithoutCase(regime: PriorityRegime, cases: readonly PriorityCase[]): readonly string[] {
  if ('template' in regime.inForce) return agreementEdgesWithoutCase(cases);
  const edges = regime.inForce.flatMap(({ from, until }) => [from, until]).filter((day) => day !== openEnd);
  const wanted = edges.flatMap((edge) => [shiftDate(edge, -1, 'day'), edge]);
  const days = new Set(cases.map(({ day }) => day));
  return wanted.filter((day) => !days.has(day));
}

function agreementEdgesWithoutCase(cases: readonly PriorityCase[]): readonly string[] {
  const wanted = ['template_from', 'template_until'].flatMap((edge) =>
    [-1, 0].map((shift) => ({
      told: `${edge} ${shift}`,
      isOn: ({ day, event }: PriorityCase) => day === shiftDate(event.get(edge) ?? openEnd, shift, 'day'),
    })),
  );
  return wanted.filter(({ isOn }) => !cases.some(isOn)).map(({ told }) => told);
}

/**
 * What a rule reads and no case shows missing: for each there must be a record that is whole but for what the case names,
 * in which the one is not known and the rule stays open.
 */
export function missingFieldsWithoutCase(regime: PriorityRegime, cases: readonly PriorityCase[], decided: Decided) {
  const incomplete = cases.filter(({ otherwise }) => otherwise === 'no');
  return regime.rules.flatMap((rule, at) => {
    const open = ofRegime(regime, incomplete, decided).filter(({ determination }) =>
      determination.notExcluded.includes(at + 1),
    );
    return evidenceRead(rule)
      .filter((read) => !open.some(({ onRecord }) => isUnknown(read, onRecord)))
      .map((read) => `${rule.cite}: ${read}`);
  });
}

function ofRegime(regime: PriorityRegime, cases: readonly PriorityCase[], decided: Decided): readonly DecidedCase[] {
  return cases
    .map(({ id }) => decided.get(id))
    .filter((each) => each !== undefined)
    .filter(({ determination }) => determination.block === regime.id);
}

/** A tally is unknown where it is no more than an interval. */
function isUnknown(read: string, onRecord: Readonly<Record<string, unknown>>): boolean {
  if (!Object.hasOwn(onRecord, `${read}_least`)) {
    const of = read.replace(/_(on|age)$/, '');
    // A day or an age is missing only where there is something that has one.
    return onRecord[read] === null && (of === read || onRecord[of] === true);
  }
  return onRecord[`${read}_most`] === null || onRecord[`${read}_most`] !== onRecord[`${read}_least`];
}
