import type { DisclosureMethod } from './disclosure/method.ts';
import type { Table } from './tabulate.ts';

/** All tables of all scopes together, made safe for an audience: tables can be subtracted from one another. */
export function protect(tables: readonly Table[], method: DisclosureMethod): readonly Table[] {
  return method.protect(tables);
}
