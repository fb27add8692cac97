import type { DisclosureMethod } from './method.ts';
import { none } from './none.ts';

/** Every method that an audience can be given. */
export const disclosureMethods: readonly DisclosureMethod[] = [none];
