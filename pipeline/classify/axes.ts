import type { EventKind } from '../../queries/codelists.ts';
import type { Classification, ClassifiedSpan } from '../classify.ts';
import type { IsoDate } from '../period.ts';
import { type Axis, axisLabels, type PriorityRegime } from '../priorities/regime.ts';

/** The axes of `axisLabels`, in its order. */
export const axes = Object.keys(axisLabels) as readonly Axis[];

/** The axes that are asked of one kind of event only. */
const askedOf: Readonly<Partial<Record<Axis, EventKind>>> = { detainer: 'detainer' };

/** What an axis has to say of one event. */
export type Applied =
  | { readonly kind: 'regime'; readonly axis: Axis; readonly regime: PriorityRegime }
  | { readonly kind: 'none'; readonly axis: Axis; readonly why: string };

/** Which regime is applied to an event on each axis that this program has, or why none is. */
export function appliedTo(
  classification: Classification,
  event: { readonly kind: string; readonly occurred_on: IsoDate; readonly agreement_template: string | null },
): readonly Applied[] {
  return axes.flatMap((axis) => {
    const dated = classification.spans.filter((span) => span.axis === axis);
    const agreed = classification.byAgreement.filter((regime) => regime.axis === axis);
    if (dated.length + agreed.length === 0) return [];
    const asked = askedOf[axis];
    if (asked !== undefined && asked !== event.kind)
      return [{ kind: 'none', axis, why: `It is asked of events of the kind ${asked} only.` } as const];
    const span = dated.find(({ window }) => window.from <= event.occurred_on && event.occurred_on < window.until);
    return [span === undefined ? byAgreement(axis, agreed, event.agreement_template) : bySpan(axis, span)];
  });
}

function bySpan(axis: Axis, span: ClassifiedSpan): Applied {
  return span.kind === 'regime'
    ? { kind: 'regime', axis, regime: span.regime }
    : { kind: 'none', axis, why: span.gap.why };
}

function byAgreement(axis: Axis, regimes: readonly PriorityRegime[], template: string | null): Applied {
  const regime = regimes.find(({ inForce }) => 'template' in inForce && inForce.template === template);
  if (regime !== undefined) return { kind: 'regime', axis, regime };
  const recorded = template === null ? 'none is recorded' : `on record is that of ${template}`;
  return {
    kind: 'none',
    axis,
    why: `It holds by the template of the agreement under which the event came about: ${recorded}.`,
  };
}
