import { eventKinds } from '../../queries/codelists.ts';
import { exclusions } from '../../queries/control-totals/exclusions.ts';
import type { ControlTotal } from '../../queries/control-totals.ts';
import type { Block } from '../compose.ts';

const whole = new Intl.NumberFormat('en-US');

/** What became of the rows on record on the days of the period, of a document's scope; none: the report counts no events. */
export function composeControls(controls: readonly ControlTotal[], scope: string): readonly Block[] {
  const kinds = eventKinds.filter(({ code }) => controls.some(({ kind }) => kind === code));
  if (kinds.length === 0) return [];
  const office = scope === 'national' ? null : scope;
  const rows = kinds.map(({ code, label }) => {
    const own = controls.find((control) => control.kind === code && control.office === office);
    const figures = [own?.onRecord, own?.counted, ...exclusions.map((reason) => own?.excluded[reason.code])];
    return [label, ...figures.map((figure = 0) => whole.format(figure))];
  });
  const columns = [
    'Kind of event',
    'Rows on record',
    'Counted: 287(g) events',
    ...exclusions.map(({ label }) => label),
  ];
  return [
    { kind: 'facts', facts: { id: 'controls', title: 'Rows on record, counted and excluded', columns, rows } },
    {
      kind: 'paragraph',
      text: `Rows on record on the days of the period, ${office === null ? 'in the nation' : 'of this field office'}. They equal the rows counted and the rows not counted, for each kind of event.`,
    },
  ];
}
