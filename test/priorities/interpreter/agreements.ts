import type { DateWindow, IsoDate } from '../../../pipeline/period.ts';
import type { AgreementStatus } from '../../../queries/codelists.ts';

/** A span of days in the life of an agreement; `until` null: to this day. */
export interface Standing {
  readonly status: AgreementStatus;
  readonly from: IsoDate;
  readonly until: DateWindow['until'] | null;
  readonly template: '2009' | '2013' | '2019' | '2020' | '2025' | null;
}

/** Agreements that differ in when they stood under the template of 2009: from its first day, late, interrupted, never. */
export const agreements: readonly { readonly agreementId: string; readonly standings: readonly Standing[] }[] = [
  {
    agreementId: 'RE-SIGNED',
    standings: [
      { status: 'active', from: '2007-03-01', until: '2009-07-10', template: null },
      { status: 'active', from: '2009-07-10', until: '2015-01-05', template: '2009' },
      { status: 'active', from: '2015-01-05', until: null, template: '2013' },
    ],
  },
  {
    agreementId: 'INTERRUPTED',
    standings: [
      { status: 'pending', from: '2009-07-10', until: '2010-06-30', template: '2009' },
      { status: 'active', from: '2010-06-30', until: '2012-12-21', template: '2009' },
      { status: 'suspended', from: '2012-12-21', until: '2014-11-20', template: '2009' },
      { status: 'active', from: '2014-11-20', until: '2021-02-18', template: '2009' },
      { status: 'terminated', from: '2021-02-18', until: null, template: '2009' },
    ],
  },
  { agreementId: 'KEPT', standings: [{ status: 'active', from: '2009-10-15', until: null, template: '2009' }] },
  { agreementId: 'NEWER', standings: [{ status: 'active', from: '2020-11-01', until: null, template: '2020' }] },
];

/** The template under which an agreement was active on a day; null: none, or not recorded. */
export function templateOn(agreementId: string | null, day: IsoDate): string | null {
  const standings = agreements.find((agreement) => agreement.agreementId === agreementId)?.standings ?? [];
  const standing = standings.find(
    ({ status, from, until }) => status === 'active' && from <= day && (until === null || day < until),
  );
  return standing?.template ?? null;
}
