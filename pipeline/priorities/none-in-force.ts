import type { DeclaredGap } from './regime.ts';

/**
 * Days without a regime that this program can apply, each declared with its reason. Where sources differ about a day, the
 * regime beside it says which was chosen.
 */
export const noneInForce: { readonly id: 'none-in-force'; readonly gaps: readonly DeclaredGap[] } = {
  id: 'none-in-force',
  gaps: [
    {
      axis: 'priority',
      window: { from: '1996-09-30', until: '2010-06-30' },
      kind: 'not-catalogued',
      why: 'Guidance on enforcement priorities before that of June 30, 2010 is not in this program’s catalogue.',
    },
    {
      axis: 'priority',
      window: { from: '2021-01-20', until: '2021-02-01' },
      kind: 'none-in-force',
      why: 'Executive Order 13993 revoked Executive Order 13768 on January 20, 2021; the interim priorities of the DHS memorandum of that day took effect on February 1, 2021.',
    },
    {
      axis: 'priority',
      window: { from: '2022-06-25', until: '2023-07-28' },
      kind: 'none-in-force',
      why: 'The guidelines of September 30, 2021 were vacated by the Southern District of Texas and were applied again after United States v. Texas, decided on June 23, 2023.',
    },
    {
      axis: 'detainer',
      window: { from: '1996-09-30', until: '2012-12-21' },
      kind: 'not-catalogued',
      why: 'Guidance on detainers before that of December 21, 2012 is not in this program’s catalogue.',
    },
    {
      axis: 'detainer',
      window: { from: '2014-11-20', until: '2017-01-25' },
      kind: 'not-catalogued',
      why: 'The conditions for transfer under the Priority Enforcement Program, by the DHS memorandum on Secure Communities of November 20, 2014, are not in this program’s catalogue as a regime of their own; its categories are those of the priorities of that day.',
    },
    {
      axis: 'detainer',
      window: { from: '2017-01-25', until: '9999-12-31' },
      kind: 'none-in-force',
      why: 'For these days this program knows of no conditions for detainers apart from the enforcement priorities, which are an axis of their own.',
    },
    {
      axis: 'mandatory-detention',
      window: { from: '1996-09-30', until: '2025-01-29' },
      kind: 'none-in-force',
      why: 'The ground of mandatory detention that Public Law 119-1 added was enacted on January 29, 2025; the older grounds are not on this axis.',
    },
  ],
};
