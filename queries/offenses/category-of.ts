import type { Expression, ExpressionBuilder } from 'kysely';
import { absences, type Code } from '../codelists.ts';
import { categories, categoryOfNumber, categoryOfOneCode, numberOf } from './categories.ts';
import { publishedCategories } from './groupings.ts';

const none = 'none';
const unmapped = 'unmapped';

/**
 * The categories by which convictions are listed, in the order of the classification; then the convictions that are in no
 * list of ours, which are counted and shown, and the events of persons without one.
 */
export const offenseCategories: readonly Code[] = [
  ...categories.map(({ code, label }) => ({ code, label })),
  { code: unmapped, label: 'Recorded, in no category' },
  { code: none, label: 'No conviction' },
];

/** Codes before their numbers: what stands for itself, and the single codes of a category that shares a number. */
const ofWholeCode: ReadonlyMap<string, string> = new Map([
  ...[...categories, { code: none }, ...absences].map(({ code }) => [code, code] as const),
  ...categoryOfOneCode,
]);

/**
 * The category of a recorded conviction: `none` and the reasons for an absence stand for themselves, what is in no
 * category is `unmapped`, and null is `not-recorded`. Letter codes that the agency adds to a number (`13AB`) are of the
 * category of the number.
 */
export function categoryOfCode(code: string | null): string {
  if (code === null) return 'not-recorded';
  const number = numberOf(code);
  return ofWholeCode.get(code) ?? (number === undefined ? undefined : categoryOfNumber.get(number)) ?? unmapped;
}

/**
 * The same as `categoryOfCode`, in the database. Categories are looked up in one constant, which costs half of
 * comparing with each number in turn.
 */
export function offenseCategoryOf<DB, TB extends keyof DB>(
  code: Expression<string | null>,
  row: ExpressionBuilder<DB, TB>,
): Expression<string> {
  const lookUp = (table: ReadonlyMap<string, string>, key: Expression<string | null>) =>
    row.fn<string | null>('jsonb_extract_path_text', [
      row.cast(row.val(JSON.stringify(Object.fromEntries(table))), 'jsonb'),
      key,
    ]);
  const number = row.fn<string | null>('left', [code, row.lit(2)]);
  return row.fn.coalesce(
    lookUp(ofWholeCode, code),
    row
      .case()
      .when(row.fn('char_length', [code]), '=', 4)
      .then(lookUp(categoryOfNumber, number))
      .end(),
    row.case().when(code, 'is', null).then('not-recorded').else(unmapped).end(),
  );
}

const otherConviction = 'other-conviction';

/** The six categories that the program's page prints (`domain.md` §1.3), and what they leave out. */
export const publishedOffenses: readonly Code[] = [
  ...publishedCategories.map(({ code, label }) => ({ code, label })),
  { code: otherConviction, label: 'Other convictions' },
  { code: none, label: 'No conviction' },
];

/** The published category of a recorded conviction, in the database; absences stand for themselves. */
export function publishedOffenseOf<DB, TB extends keyof DB>(
  code: Expression<string | null>,
  row: ExpressionBuilder<DB, TB>,
): Expression<string> {
  const published = publishedCategories.flatMap((each) => each.categories.map((category) => [category, each.code]));
  const kept = [none, ...absences.map((absence) => absence.code)].map((each) => [each, each]);
  const table = JSON.stringify(Object.fromEntries([...published, ...kept]));
  const found = row.fn<string | null>('jsonb_extract_path_text', [
    row.cast(row.val(table), 'jsonb'),
    offenseCategoryOf(code, row),
  ]);
  return row.fn.coalesce(found, row.val(otherConviction));
}
