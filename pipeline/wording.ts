import { PipelineError } from './errors.ts';

const remedy = 'mend the words of the report';

/**
 * A text of the report's words with its slots filled; an empty slot leaves no second space.
 * @throws PipelineError `internal` where it has a slot that nothing fills, or lacks one that is to be filled.
 */
export function fill(template: string, slots: Readonly<Record<string, string>>): string {
  const found = new Set<string>();
  const filled = template.replaceAll(/( ?)\{(\w+)\}/g, (_, space: string, name: string) => {
    const words = Object.hasOwn(slots, name) ? slots[name] : undefined;
    if (words === undefined) throw new PipelineError('internal', `nothing fills {${name}} of "${template}"`, remedy);
    found.add(name);
    return words === '' ? '' : space + words;
  });
  const left = Object.keys(slots).find((name) => !found.has(name));
  if (left !== undefined) throw new PipelineError('internal', `there is no {${left}} in "${template}"`, remedy);
  return filled.trim();
}

/** The text for a number of things, with the number in `{count}` where it is not one. */
export function counted(
  forms: { readonly one: string; readonly many: string },
  count: number,
  slots: Readonly<Record<string, string>> = {},
): string {
  return count === 1 ? fill(forms.one, slots) : fill(forms.many, { ...slots, count: wholeNumber(count) });
}

const whole = new Intl.NumberFormat('en-US');

/** `12,345` */
export function wholeNumber(count: number): string {
  return whole.format(count);
}

/** Words as a sentence: a capital first, a full stop last. */
export function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** A label in the midst of a sentence: in lower case, but for names that bear a capital further on. */
export function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** `a`, `a and b`, `a, b, and c` */
export function listInWords(items: readonly string[]): string {
  return new Intl.ListFormat('en-US').format(items);
}
