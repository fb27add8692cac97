import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import type { AgreementList } from '../../queries/register-listings.ts';
import { type IsoDate, isIsoDate } from '../period.ts';
import { buildRegister, type Register } from '../register.ts';
import type { DecisionKind, RegisterDecision } from './decisions.ts';
import { inOrder } from './sightings.ts';

/**
 * When a list is held for a person. Loss and growth are judged apart. An agreement ends rarely: of the lists of 2021 to
 * 2025 none ended more than 6 in a hundred of those in force. Growth is fast and real: 135 agreements of 29 December 2024
 * became 239 on 26 February 2025 and 427 on 31 March, a growth of up to 79 in a hundred between two lists.
 */
export const holdingRule = {
  /** Endings that never hold a list, however few agreements were in force. */
  endings: 5,
  /** The share of those in force that may end. */
  endingShare: 0.1,
  /** Beginnings that never hold a list. */
  beginnings: 50,
  /** The share of those in force that may be added: to double is the most that is believed. */
  beginningShare: 1,
  /** Signing dates after the day of the list that never hold it; one is a slip of the pen. */
  lateSignings: 3,
} as const;

/** What else is known of a list that is to be imported. */
export interface ListCircumstances {
  /** Rows that were rejected: each would end its agreement. */
  readonly rejected: number;
  /** The day of an earlier import of the same file name with other content; null: there is none. */
  readonly sameNameAs: IsoDate | null;
}

/** What a list would change, and whether it is to be held until a person confirms it. */
export interface ListAssessment {
  readonly held: boolean;
  /** Why, one reason each; empty where it is not held. */
  readonly reasons: readonly string[];
  /** What the list itself would decide, rows that stay the same left out. */
  readonly changes: readonly RegisterDecision[];
  /** The register with the list in it. */
  readonly register: Register;
}

const beginnings: readonly DecisionKind[] = ['new', 'signed', 'returned'];

/**
 * Judges a list against the register of all others: what it would end and begin on its own day, and, where it goes
 * between lists that are there, what the next list would then end and begin. A list of applications ends nothing that
 * is in force; it is judged by its circumstances alone.
 */
export function assessList(
  candidate: AgreementList,
  others: readonly AgreementList[],
  corrections: readonly RegisterCorrection[],
  circumstances: ListCircumstances,
): ListAssessment {
  const after = buildRegister([...others, candidate], corrections);
  const own = after.decisions.filter(({ list_sha256 }) => list_sha256 === candidate.sha256);
  const reasons = [
    ...circumstantialReasons(candidate, circumstances),
    ...(candidate.kind === 'participating' ? turnoverReasons(candidate, others, after) : []),
  ];
  return { held: reasons.length > 0, reasons, changes: own.filter(({ kind }) => kind !== 'same'), register: after };
}

function circumstantialReasons(
  candidate: AgreementList,
  { rejected, sameNameAs }: ListCircumstances,
): readonly string[] {
  const late = candidate.listings.filter(({ signed_text }) => isLate(signed_text, candidate.as_of)).length;
  return [
    ...(sameNameAs === null
      ? []
      : [`a list of ${sameNameAs} with the same file name and other content is there already`]),
    ...(rejected === 0 ? [] : [`${rejected} of its rows cannot be read, and would count as ended`]),
    ...(late > holdingRule.lateSignings
      ? [`${late} of its agreements were signed after ${candidate.as_of}: its day is wrong`]
      : []),
  ];
}

const isLate = (text: string | null, asOf: IsoDate) => text !== null && isIsoDate(text) && text > asOf;

function turnoverReasons(
  candidate: AgreementList,
  others: readonly AgreementList[],
  after: Register,
): readonly string[] {
  const lists = inOrder([...others, candidate]).filter(({ kind }) => kind === 'participating');
  const at = lists.indexOf(candidate);
  const [before, next] = [lists[at - 1], lists[at + 1]];
  return [
    ...(before === undefined ? [] : judge(candidate, before, after)),
    // A list put in between may also be the odd one out in the eyes of the next.
    ...(next === undefined ? [] : judge(next, candidate, after)),
  ];
}

function judge(list: AgreementList, before: AgreementList, { decisions }: Register): readonly string[] {
  const own = decisions.filter(({ list_sha256 }) => list_sha256 === list.sha256);
  const ends = own.filter(({ kind }) => kind === 'ended').length;
  const begins = own.filter(({ kind }) => beginnings.includes(kind)).length;
  const inForce = before.listings.length;
  const step = `from the list of ${before.as_of} to that of ${list.as_of}`;
  return [
    ...(ends > Math.max(holdingRule.endings, inForce * holdingRule.endingShare)
      ? [`${ends} of ${inForce} agreements would end ${step}`]
      : []),
    ...(begins > Math.max(holdingRule.beginnings, inForce * holdingRule.beginningShare)
      ? [`${begins} agreements would be added to ${inForce} ${step}`]
      : []),
  ];
}
