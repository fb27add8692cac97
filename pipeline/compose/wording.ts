import { PipelineError } from '../errors.ts';

/**
 * A template of the definition with its slots filled; an empty slot leaves no second space.
 * @throws PipelineError `internal` where it has a slot that nothing fills.
 */
export function fill(template: string, slots: Readonly<Record<string, string>>): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const words = slots[name];
    if (words === undefined)
      throw new PipelineError('internal', `nothing fills {${name}} of "${template}"`, 'mend the report’s definition');
    return words;
  });
  return filled.replaceAll(/ {2,}/g, ' ').trim();
}

/** Words as a sentence: a capital first, a full stop last. */
export function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `a`, `a and b`, `a, b, and c` */
export function listInWords(items: readonly string[]): string {
  return new Intl.ListFormat('en-US').format(items);
}
