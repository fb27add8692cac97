import type { DisclosureMethod } from './method.ts';

/** Exact figures, for internal editions only. */
export const none: DisclosureMethod = {
  id: 'none',
  statement:
    'Figures are exact. No rounding or suppression was applied. This edition is for internal use and must not be released to the public.',
  protect: (tabulation) => tabulation,
};
