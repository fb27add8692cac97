import type { Block, ReportModel } from '../../compose.ts';
import { measures } from '../../measures/index.ts';
import { groundOf, windowsOf } from '../../measures/measure.ts';
import { regimes } from '../../priorities/index.ts';
import { reports } from '../../reports/index.ts';
import type { Recorded } from './recorded.ts';
import type { Report } from './report.ts';

/** Below this a number may be a rule's, a day's or a step's. */
const leastJudged = 100;

/** A sentence without the names of regimes, which hold numbers: `Executive Order 13768`. */
const withoutNames = (text: string) => regimes.reduce((rest, { knownAs }) => rest.replaceAll(knownAs, ' '), text);

/** Numbers that are no figures: the program's name, and years. */
const noFigures = /287\s*\(g\)|\b(?:19|20|21)\d\d\b/g;

/**
 * Finds numbers in the sentences of an office's document, its notes aside, that are neither a count of its scope nor the
 * difference of two. What the definition of the report says is the same in every document.
 */
export function examineProse(model: ReportModel, recorded: Recorded, report: Report): void {
  const introductions = new Set(
    reports.flatMap(({ sections }) =>
      sections.flatMap(({ introduction = '', notUnder }) => [introduction, notUnder?.says ?? '']),
    ),
  );
  const sentences = model.sections
    .filter(({ id }) => id !== 'notes')
    .flatMap(({ blocks }) => blocks.flatMap(sentencesOf))
    .filter((text) => !introductions.has(text));
  const own = sentences.length === 0 ? new Set<number>() : ownFigures(model.scope.id, recorded);
  for (const text of sentences) {
    for (const [number] of withoutNames(text)
      .replace(noFigures, ' ')
      .matchAll(/\d[\d,]*(?:\.\d+)?/g)) {
      // With a decimal it is a percentage, even 648.0.
      if (number.includes('.')) continue;
      const value = Number(number.replaceAll(',', ''));
      if (value >= leastJudged && !own.has(value))
        report(`“${text.slice(0, 80)}”`, `says ${number}, which the tallies of its scope do not give`);
    }
  }
}

function sentencesOf(block: Block): readonly string[] {
  if (block.kind === 'paragraph') return [block.text];
  return block.kind === 'list' ? block.items : [];
}

function ownFigures(scope: string, { extract }: Recorded): ReadonlySet<number> {
  const own = new Set<number>();
  const windows = new Set<string>(measures.flatMap((measure) => windowsOf(measure, groundOf(extract))));
  for (const tally of extract.tallies) {
    if (tally.scope !== scope) continue;
    const counts = Object.entries(tally.counts)
      .filter(([id]) => windows.has(id))
      .map(([, count]) => count ?? 0);
    for (const [at, count] of counts.entries()) {
      own.add(count);
      for (const other of counts.slice(at + 1)) own.add(Math.abs(count - other));
    }
  }
  for (const { scope: of, count } of extract.months) if (of === scope) own.add(count);
  return own;
}
