import type { DisclosureMethod } from './disclosure/method.ts';
import type { Tabulation } from './tabulate.ts';

/** All tables of all scopes together, made safe for an audience: tables can be subtracted from one another. */
export function protect(tabulation: Tabulation, method: DisclosureMethod): Tabulation {
  return method.protect(tabulation);
}
