import type { Check } from './check.ts';
import { readPdfs } from './pdf-structure/read-once.ts';
import { pdfRules } from './pdf-structure/rules.ts';

/** Reads every PDF back from the staging folder and applies the rules. */
export const pdfStructure: Check = {
  id: 'pdf-structure',
  proves: `Every PDF was read back and passed ${pdfRules.length} rules on tags, reading order, metadata, fonts and dates.`,
  examine: async (candidate) =>
    [...(await readPdfs(candidate))].flatMap(([path, { findings }]) =>
      findings.map(({ rule, place, problem }) => ({
        check: 'pdf-structure',
        subject: `${path}, ${place}`,
        problem: `${problem} (${rule})`,
      })),
    ),
};
