import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportModel } from '../compose.ts';
import type { Extract } from '../extract.ts';
import { everyOne } from '../formats/pdf/limited.ts';
import type { Candidate, Check, Finding } from './check.ts';
import { examineDescriptions } from './recipient-scope/descriptions.ts';
import { examineFiles, examineModel, type Known } from './recipient-scope/figures.ts';
import { examineNames, foreignNames } from './recipient-scope/names.ts';
import { examinePlaces } from './recipient-scope/places.ts';
import { examineProse } from './recipient-scope/prose.ts';
import { indexed, type Recorded } from './recipient-scope/recorded.ts';
import { rederivedTables } from './recipient-scope/rederived.ts';
import type { Report } from './recipient-scope/report.ts';

const id = 'recipient-scope';

/** Reads the tallies from which the edition was made; null: there are none to hold it against. */
async function readRecorded({ folder }: Candidate): Promise<Recorded | null> {
  try {
    const extract: Extract = JSON.parse(await readFile(join(folder, 'tallies.json'), 'utf8'));
    return indexed(extract);
  } catch {
    return null;
  }
}

async function examine(candidate: Candidate): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  await examinePlaces(candidate, reportTo(findings));
  const offices = candidate.models.filter(({ scope }) => scope.id !== 'national');
  if (offices.length === 0) return findings;
  const recorded = await readRecorded(candidate);
  if (recorded === null) return [...findings, { check: id, subject: 'tallies.json', problem: 'cannot be read' }];
  // Each waits for its PDF, which other threads read, and lets the next one begin.
  const found = await everyOne(
    offices.map((model) =>
      examineOffice(model, candidate, {
        recorded,
        rederived: rederivedTables(model, recorded.extract, candidate.composeAgain),
      }),
    ),
  );
  return [...findings, ...found.flat()];
}

const reportTo =
  (findings: Finding[]): Report =>
  (subject, problem) =>
    findings.push({ check: id, subject, problem });

async function examineOffice(model: ReportModel, candidate: Candidate, known: Known): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { scope } = model;
  const { recorded } = known;
  const report: Report = (place, problem) => reportTo(findings)(`document ${scope.id}, ${place}`, problem);
  const subject = recorded.extract.subject?.agreement_id;
  if (scope.id !== subject && !recorded.extract.offices.some(({ office_code: code }) => code === scope.id))
    report('its scope', 'is no field office on record');
  examineModel(model, known, report);
  examineProse(model, recorded, report);
  await examineFiles(model, candidate, known, report);
  await examineDescriptions(model, candidate, report);
  await examineNames(model, candidate, foreignNames(model, recorded.extract.offices, subject), report);
  return findings;
}

/**
 * Proves that what one field office is given is its own. Every figure of its document, in the model and read back out of its
 * open data, page and workbook, is worked out once more from the tallies of its scope; the nation's stand only in the column
 * `national`. Lists and tables of figures that are worked out one by one are composed again from what is on record of the scope,
 * and compared row by row. No table lists field offices, no map draws their areas, no file of another document lies in its folder, and what
 * describes its open data is what its own document says.
 *
 * Other offices are found by name before `Field Office`, `area of responsibility` or `AOR`, by the name of their files, and
 * where a name is the whole of a text, such as the label of a row. A name in the midst of a sentence is not enough, because
 * counties and agencies bear the same names; nor alone a name that is also a state's or a country's. What is quoted (files
 * that were imported, values as recorded) may hold any words. The document of one agreement may name the offices that it was
 * under. The numbers of sentences are judged from 100.
 *
 * `tallies.json`, `classification.json` and `manifest.json` are of all offices together. They stay at the top of the edition
 * and must never be delivered to an office: what an office may have is its own folder and nothing else.
 */
export const recipientScope: Check = {
  id,
  proves:
    'Every figure of each field office’s document was worked out again from the tallies of that office alone; the nation’s ' +
    'stand only in their own column; no other office’s table, name, description or file is among it.',
  examine,
};
