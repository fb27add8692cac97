import { type EventKind, eventKinds } from '../../queries/codelists.ts';
import { exclusions } from '../../queries/control-totals/exclusions.ts';
import type { ControlTotal } from '../../queries/control-totals.ts';
import type { Block } from '../compose.ts';
import type { Ground } from '../measures/measure.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill, wholeNumber } from '../wording.ts';

/**
 * What became of the rows on record on the days of the period, of a document's scope. A kind of which no row is on record
 * and whose days the sources do not cover has no row here: its zero would be a statement. None: the report counts no events.
 */
export function composeControls(
  controls: readonly ControlTotal[],
  { scope, ground }: { readonly scope: string; readonly ground: Ground },
  isCovered: (kind: EventKind) => boolean,
  words: ReportWords['controls'],
): readonly Block[] {
  const kinds = eventKinds.filter(({ code }) =>
    controls.some(({ kind, onRecord }) => kind === code && (onRecord > 0 || isCovered(code))),
  );
  if (kinds.length === 0) return [];
  const office = scope === 'national' ? null : scope;
  const rows = kinds.map(({ code, label }) => {
    const own = controls.find((control) => control.kind === code && control.office === office);
    const figures = [own?.onRecord, own?.counted, ...exclusions.map((reason) => own?.excluded[reason.code])];
    return [label, ...figures.map((figure = 0) => wholeNumber(figure))];
  });
  const columns = [
    words.columns.kind,
    words.columns.onRecord,
    words.columns.counted,
    ...exclusions.map(({ label }) => label),
  ];
  return [
    { kind: 'facts', facts: { id: 'controls', title: words.title, columns, rows } },
    {
      kind: 'paragraph',
      text: fill(words.note, {
        where: words.where[ground === 'agreement' ? 'agreement' : office === null ? 'national' : 'office'],
      }),
    },
  ];
}
