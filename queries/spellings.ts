/** Text as recorded, without blanks around it and with each run of blanks inside made one. */
export function foldBlanks(recorded: string): string {
  return recorded.trim().replace(/\s+/g, ' ');
}

/**
 * Finds codes by the spellings met in records: the label and the further spellings of each row, whatever their case and
 * spacing.
 * @throws Error when two rows claim one spelling: a defect of the list.
 */
export function spellingIndex(
  what: string,
  table: readonly (readonly [code: string, label: string, ...spellings: string[]])[],
): (recorded: string) => string | undefined {
  const codes = new Map<string, string>();
  for (const [code, ...spellings] of table) {
    for (const spelling of spellings) {
      const key = foldBlanks(spelling).toUpperCase();
      const other = codes.get(key);
      if (other !== undefined && other !== code) {
        throw new Error(`the spelling ${spelling} stands for two codes of the ${what} list, ${other} and ${code}`);
      }
      codes.set(key, code);
    }
  }
  return (recorded) => codes.get(foldBlanks(recorded).toUpperCase());
}
