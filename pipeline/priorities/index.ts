import { dhs20141120 } from './dhs-2014-11-20.ts';
import { dhs20210120 } from './dhs-2021-01-20.ts';
import { dhs20210930 } from './dhs-2021-09-30.ts';
import { eo13768 } from './eo-13768-2017-01-25.ts';
import { eo14159 } from './eo-14159-2025-01-20.ts';
import { ice20100630 } from './ice-2010-06-30.ts';
import { ice20121221 } from './ice-2012-12-21.ts';
import { ice20210218 } from './ice-2021-02-18.ts';
import { moa2009Levels } from './moa-2009-levels.ts';
import { noneInForce } from './none-in-force.ts';
import { pl1191 } from './pl-119-1-2025.ts';
import type { DeclaredGap, PriorityRegime } from './regime.ts';

/** Every regime, in order of time. */
export const regimes: readonly PriorityRegime[] = [
  moa2009Levels,
  ice20100630,
  ice20121221,
  dhs20141120,
  eo13768,
  dhs20210120,
  ice20210218,
  dhs20210930,
  eo14159,
  pl1191,
];

/** Every day without an applicable regime, with the reason. */
export const gaps: readonly DeclaredGap[] = noneInForce.gaps;
