import type { Determination } from '../../pipeline/determination.ts';
import type { Axis } from '../../pipeline/priorities/regime.ts';
import type { Case } from './interpreter/case.ts';
import { onRecord } from './interpreter/on-record.ts';
import { axes, holdsOn, type Limb, regimes } from './interpreter/regimes.ts';

/**
 * What an event is determined to be on each axis: the same regimes, read off their texts once more and worked out in
 * plain steps, for comparison with what the database answers.
 */
export function interpret(event: Case): Readonly<Record<Axis, Determination>> {
  const record = onRecord(event);
  const answer = (axis: Axis): Determination => {
    const regime = regimes.find((each) => each.axis === axis && holdsOn(each, event));
    if (regime === undefined)
      return nothing(axes[axis].find(({ until }) => event.day < until)?.kind ?? 'none-in-force');
    return decide(
      regime,
      regime.limbs.map((limb) => limb.holds(record)),
    );
  };
  return {
    priority: answer('priority'),
    detainer: answer('detainer'),
    'moa-level': answer('moa-level'),
    'mandatory-detention': answer('mandatory-detention'),
  };
}

const nothing = (kind: string): Determination => ({ block: kind, category: kind, rule: null, notExcluded: [] });

interface Tried {
  readonly id: string;
  readonly limbs: readonly Limb[];
  readonly otherwise: string;
}

/** The first limb that holds decides; those before it that the record does not tell stay named. */
function decide({ id, limbs, otherwise }: Tried, verdicts: readonly (boolean | null)[]): Determination {
  const deciding = verdicts.indexOf(true);
  const before = deciding < 0 ? verdicts : verdicts.slice(0, deciding);
  const notExcluded = before.flatMap((verdict, at) => (verdict === null ? [at + 1] : []));
  const category =
    deciding >= 0 ? (limbs[deciding]?.category ?? '') : notExcluded.length > 0 ? 'cannot-be-determined' : otherwise;
  return { block: id, category, rule: deciding < 0 ? null : deciding + 1, notExcluded };
}
