import type { Check, Finding } from './check.ts';
import { examineEvents, examineFiles } from './control-totals/equations.ts';
import { readRecorded } from './control-totals/recorded.ts';
import { examineTables } from './control-totals/sums.ts';

const id = 'control-totals';

/**
 * Proves that nothing is lost between a source file and a printed table: rows read are loaded, unchanged or rejected; rows
 * on record are counted or excluded for a reason; what is counted is the total that tables print; and the rows of each
 * table add up to that total in every window, or the table says why they do not.
 */
export const controlTotals: Check = {
  id,
  proves:
    'The rows of every source file are loaded, unchanged or rejected; rows on record are counted, or excluded for a reason; ' +
    'the rows of every table add up to its total, or the table says why not.',
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
