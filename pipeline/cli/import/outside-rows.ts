/** What an operator is told of rows outside the days that a file, or they themselves, state; nothing where there are none. */
export function outsideInWords(rows: number): readonly string[] {
  if (rows === 0) return [];
  const lie = rows === 1 ? 'row lies' : 'rows lie';
  return [`${rows} ${lie} outside the days that were stated: kept, and not taken for coverage`];
}
