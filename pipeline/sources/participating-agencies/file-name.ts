import type { AgreementListKind } from '../../../queries/register-listings.ts';
import { type IsoDate, isIsoDate, programStart } from '../../period.ts';

/** What the name of a file claims about the list in it. Names lie: a claim is a proposal, checked against the content. */
export interface ListNameClaims {
  /** null: the name does not say. */
  readonly kind: AgreementListKind | null;
  /** null: the name holds no credible day, and the operator must give one. */
  readonly asOf: IsoDate | null;
  readonly halfDay: 'am' | 'pm' | null;
  /** Why there is no day; null where there is one. */
  readonly reason: string | null;
}

/** `participatingAgencies09302025pm`, `ParticipatingEntities-20210131051047`, with whatever a browser adds behind. */
const listName = /(participating|pending)(?:agencies|entities)[-_ ]*(?:(\d{14})|(\d{8})([ap]m)?)/i;

/** Reads the name of a list; `today` is the civil date of the import. */
export function listNameClaims(fileName: string, today: IsoDate): ListNameClaims {
  const kind = kindIn(fileName);
  const none = (reason: string): ListNameClaims => ({ kind, asOf: null, halfDay: null, reason });
  const [, , stamp, digits, half] = listName.exec(fileName) ?? [];
  if (stamp === undefined && digits === undefined) return none('its name holds no date');
  const days = stamp === undefined ? readings(digits ?? '') : [yearFirst(stamp.slice(0, 8))];
  const [asOf, other] = [...new Set(days.filter(isIsoDate))];
  if (asOf === undefined) return none('the date in its name is not one of the calendar');
  if (other !== undefined) return none(`the date in its name may be ${asOf} or ${other}`);
  if (asOf > today) return none(`the date in its name, ${asOf}, is in the future`);
  if (asOf < programStart) return none(`the date in its name, ${asOf}, is before the program began`);
  return { kind, asOf, halfDay: stamp === undefined ? halfOf(half) : hourOf(stamp), reason: null };
}

function kindIn(fileName: string): AgreementListKind | null {
  const [, kind] = /(participating|pending)/i.exec(fileName) ?? [];
  return kind === undefined ? null : kind.toLowerCase() === 'pending' ? 'pending' : 'participating';
}

const yearFirst = (digits: string) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
const yearLast = (digits: string) => `${digits.slice(4, 8)}-${digits.slice(0, 2)}-${digits.slice(2, 4)}`;

/** Eight digits are month, day and year in the names of the agency; year first is read where that gives no day. */
function readings(digits: string): readonly string[] {
  return [yearLast(digits), yearFirst(digits)].filter((day) => day >= programStart && day < '2200');
}

const halfOf = (half: string | undefined) => (half === undefined ? null : half.toLowerCase() === 'am' ? 'am' : 'pm');
const hourOf = (stamp: string) => (Number(stamp.slice(8, 10)) < 12 ? 'am' : 'pm');
