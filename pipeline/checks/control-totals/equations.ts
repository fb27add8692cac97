import type { ControlTotal } from '../../../queries/control-totals.ts';
import type { Extract } from '../../extract.ts';
import { measures } from '../../measures/index.ts';
import { type Recorded, recordedTotal } from './recorded.ts';

/** Takes one thing that does not come out. */
export type Report = (subject: string, problem: string) => void;

/** Rows read = loaded + unchanged + rejected, of each file. */
export function examineFiles({ files }: Extract, report: Report): void {
  for (const { fileName, rowsRead, rowsLoaded, rowsUnchanged, rowsRejected } of files) {
    const sum = rowsLoaded + rowsUnchanged + rowsRejected;
    if (sum !== rowsRead)
      report(
        `tallies.json, file ${fileName}`,
        `has ${rowsRead} rows read, and ${sum} loaded, unchanged or rejected (${rowsLoaded} + ${rowsUnchanged} + ${rowsRejected})`,
      );
  }
}

/** Rows on record = counted + excluded, of each kind of event and scope, and what is counted is what the tallies total. */
export function examineEvents(recorded: Recorded, report: Report): void {
  const { controls, extract } = recorded;
  for (const control of controls) examineEquation(control, report);
  for (const measure of measures) {
    if (measure.entity !== 'event') continue;
    const own = controls.filter(({ kind }) => kind === measure.kind);
    const totals = extract.tallies.filter((tally) => tally.measure === measure.id && tally.breakdown === null);
    // A measure that is not of the report has neither; one whose tallies are lost has rows counted.
    if (totals.length === 0 && !own.some(({ counted }) => counted > 0)) continue;
    const whole = extract.subject?.agreement_id ?? 'national';
    const scopes = new Set([whole, ...own.map(scopeOf), ...totals.map(({ scope }) => scope)]);
    for (const scope of scopes) {
      const control = own.find((each) => scopeOf(each) === scope);
      const total = recordedTotal(recorded, measure.id, scope, 'period');
      const subject = `tallies.json, ${measure.kind}, ${scope}`;
      if (control === undefined && (total > 0 || scope === whole))
        report(subject, `has ${total} events in the period, and no row on record`);
      if (control !== undefined && control.counted !== total)
        report(subject, `has ${control.counted} rows counted, and ${total} events in the period`);
    }
  }
}

const scopeOf = ({ office }: ControlTotal) => office ?? 'national';

function examineEquation(control: ControlTotal, report: Report): void {
  const { kind, onRecord, counted, excluded } = control;
  const reasons = Object.entries(excluded).map(([reason, rows]) => `${rows} ${reason}`);
  const parts = [counted, ...Object.values(excluded)];
  const sum = parts.reduce((total, rows) => total + rows, 0);
  if (sum !== onRecord || parts.some((rows) => !Number.isInteger(rows) || rows < 0))
    report(
      `tallies.json, ${kind}, ${scopeOf(control)}`,
      `has ${onRecord} rows on record, and ${sum} counted or excluded (${[`${counted} counted`, ...reasons].join(' + ')})`,
    );
}
