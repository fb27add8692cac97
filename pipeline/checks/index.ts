import type { Check } from './check.ts';
import { controlTotals } from './control-totals.ts';
import { everyFormat } from './every-format.ts';
import { pdfStructure } from './pdf-structure.ts';
import { recipientScope } from './recipient-scope.ts';
import { sameNumbers } from './same-numbers.ts';
import { xlsxStructure } from './xlsx-structure.ts';

/** Every condition of release: one finding refuses publication. */
export const checks: readonly Check[] = [
  everyFormat,
  pdfStructure,
  xlsxStructure,
  sameNumbers,
  controlTotals,
  recipientScope,
];
