import type { DeclaredGap } from './regime.ts';

/** Days without a regime that this program can apply, each declared with its reason (`domain.md` §3.0). */
export const noneInForce: { readonly id: 'none-in-force'; readonly gaps: readonly DeclaredGap[] } = {
  id: 'none-in-force',
  gaps: [
    {
      axis: 'priority',
      window: { from: '1996-09-30', until: '2017-01-25' },
      kind: 'not-catalogued',
      why: 'The regimes in force before January 25, 2017 are not yet in this program’s catalogue.',
    },
    {
      axis: 'priority',
      window: { from: '2021-01-20', until: '9999-12-31' },
      kind: 'not-catalogued',
      why: 'The regimes in force from January 20, 2021 are not yet in this program’s catalogue.',
    },
  ],
};
