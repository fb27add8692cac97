import type { Tabulation } from '../tabulate.ts';

/** A way to make tables safe to publish. It sees all tables of all scopes together, because tables can be subtracted. */
export interface DisclosureMethod {
  readonly id: string;
  /** Printed in the notes: what was done to the figures. */
  readonly statement: string;
  readonly protect: (tabulation: Tabulation) => Tabulation;
}
