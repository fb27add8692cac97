import type { Expression, ExpressionBuilder } from 'kysely';
import { absences, type Code } from './codelists.ts';
import { categories, categoryOfNumber, categoryOfOneCode, numberOf } from './offenses/categories.ts';

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

/** What stands for itself: a category (where a source names no more than that), no conviction, and the absences. */
const alreadyCategories = [...categories, { code: none }, ...absences].map(({ code }) => code);
const standsForItself: ReadonlySet<string> = new Set(alreadyCategories);

/**
 * The category of a recorded conviction: `none` and the reasons for an absence stand for themselves, what is in no
 * category is `unmapped`, and null is `not-recorded`. Letter codes that the agency adds to a number (`13AB`) are of the
 * category of the number.
 */
export function categoryOfCode(code: string | null): string {
  if (code === null) return 'not-recorded';
  if (standsForItself.has(code)) return code;
  const number = numberOf(code);
  return categoryOfOneCode.get(code) ?? (number && categoryOfNumber.get(number)) ?? unmapped;
}

/** The same as `categoryOfCode`, in the database. */
export function offenseCategoryOf<DB, TB extends keyof DB>(
  code: Expression<string | null>,
  row: ExpressionBuilder<DB, TB>,
): Expression<string> {
  const [first, ...others] = categoryOfNumber;
  if (first === undefined) throw new Error('the classification has no categories');
  const ofNumber = others.reduce(
    (cases, [number, category]) => cases.when(number).then(category),
    row.case(row.fn<string>('left', [code, row.lit(2)])).when(first[0]).then(first[1]),
  );
  const ofOneCode = [...categoryOfOneCode].reduce(
    (cases, [one, category]) => cases.when(code, '=', one).then(category),
    row.case().when(code, 'is', null).then('not-recorded'),
  );
  return ofOneCode
    .when(code, 'in', alreadyCategories)
    .then(code as Expression<string>)
    .when(row.fn<number>('char_length', [code]), '=', 4)
    .then(ofNumber.else(unmapped).end())
    .else(unmapped)
    .end();
}
