import type { Check, Finding } from './check.ts';
import { examineEvents, examineFiles } from './control-totals/equations.ts';
import { readRecorded } from './control-totals/recorded.ts';
import { examineTables } from './control-totals/sums.ts';

const id = 'control-totals';

/**
 * Proves that nothing is lost between a source file and a printed table: rows read are loaded, unchanged or rejected; rows
 * on record are counted or excluded for a reason; what is counted is the total that tables print; and the rows of each
 * table add up to that total in every window; those of measures that do not add up come to no less, and the table says so.
 */
export const controlTotals: Check = {
  id,
  proves:
    'The rows of every source file are loaded, unchanged or rejected; rows on record are counted, or excluded for a reason; ' +
    'the rows of every table add up to its total, or the table says why not. Of events in a program’s own database, rows on ' +
    'record and rows counted are read from the same table: of these it is proved how they are sorted, not that none is missing.',
  examine: async (candidate) => {
    const recorded = await readRecorded(candidate);
    if (recorded === null) return [{ check: id, subject: 'tallies.json', problem: 'cannot be read' }];
    const findings: Finding[] = [];
    const report = (subject: string, problem: string) => findings.push({ check: id, subject, problem });
    examineFiles(recorded.extract, report);
    examineEvents(recorded, report);
    for (const model of candidate.models) examineTables(model, recorded, report);
    return findings;
  },
};
