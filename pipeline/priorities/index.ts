import { eo13768 } from './eo-13768-2017-01-25.ts';
import { noneInForce } from './none-in-force.ts';
import type { DeclaredGap, PriorityRegime } from './regime.ts';

/** Every regime, in order of time. */
export const regimes: readonly PriorityRegime[] = [eo13768];

/** Every day without an applicable regime, with the reason. */
export const gaps: readonly DeclaredGap[] = noneInForce.gaps;
