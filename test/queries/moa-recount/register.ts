import type { AgreementStatusTable, AgreementTable } from '../../../queries/agreements.ts';
import type { Day } from './calendar.ts';
import type { Rows } from './rows.ts';

/** The register as the recount reads it. */
export interface Register {
  readonly agreements: ReadonlyMap<string, AgreementTable>;
  readonly spans: ReadonlyMap<string, readonly AgreementStatusTable[]>;
  /** The first day on which each was active. */
  readonly began: ReadonlyMap<string, Day>;
}

export function registerOf(rows: Rows): Register {
  const byAgreement = Map.groupBy(rows.agreement_status, ({ agreement_id }) => agreement_id);
  const spans = new Map(
    [...byAgreement].map(([id, own]) => [id, own.toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1))]),
  );
  const began = [...spans].flatMap(([id, own]) => {
    const first = own.find(({ status }) => status === 'active');
    return first === undefined ? [] : [[id, first.valid_from] as const];
  });
  return {
    agreements: new Map(rows.agreement.map((row) => [row.agreement_id, row])),
    spans,
    began: new Map(began),
  };
}

/** How an agreement stood on a day; absent: the register does not say. */
export function agreementAt({ spans }: Register, id: string, day: Day): AgreementStatusTable | undefined {
  return (spans.get(id) ?? []).find(
    ({ valid_from, valid_until }) => valid_from <= day && (valid_until === null || valid_until > day),
  );
}

export const wasActive = (register: Register, id: string, day: Day) =>
  agreementAt(register, id, day)?.status === 'active';

/** Who held an agreement on a day: who held it when it was last active, or before that, who held it first. */
export function holderOf({ spans, agreements }: Register, id: string, day: Day): string | null {
  const active = (spans.get(id) ?? []).filter(({ status }) => status === 'active');
  const span = active.findLast(({ valid_from }) => valid_from <= day) ?? active[0];
  return span?.agency_id ?? agreements.get(id)?.agency_id ?? null;
}
