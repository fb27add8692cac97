import { PipelineError } from '../errors.ts';
import type { RegisterDecision } from '../register/decisions.ts';
import type { ListAssessment } from '../register/implausibility.ts';
import type { Register } from '../register.ts';
import type { ListReject } from '../sources/participating-agencies.ts';

/** A list that is looked at before it is taken. */
export interface ListInHand {
  /** The file's name, without its folders. */
  readonly name: string;
  readonly path: string;
  /** The day that the operator stated; absent: the file's name says it. */
  readonly asOf?: string;
}

/** The refusal of a list that would change the register implausibly, with everything that it would change. */
export function heldList(list: ListInHand, assessed: ListAssessment, rejects: readonly ListReject[]): PipelineError {
  return new PipelineError(
    'contract',
    `${list.name} is held: ${assessed.reasons.join('; ')}`,
    `look at what it would change; if it is right: ${confirming(list)}`,
    { details: [...rejects.flatMap(unreadable), ...changesInWords(assessed)] },
  );
}

/** The command that takes a list although it was held: `report287 import --confirm inbox/refused/list.xlsx`. */
export function confirming({ path, asOf }: ListInHand): string {
  return `report287 import --confirm ${asOf === undefined ? '' : `--as-of ${asOf} `}${asWord(path)}`;
}

/** A path as one word of a command. */
export const asWord = (path: string): string =>
  /^[\w./:@%+,=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;

/** Without what the reasons quote: a cell of a shifted row may hold anything. */
const unreadable = ({ rowNumber, reasons }: ListReject): readonly string[] =>
  reasons.map((reason) => `row ${rowNumber} cannot be read: ${reason.replace(/"[^"]*"/g, '…')}`);

/** How many changes of each kind, then each with its agreement: what is said of many at once comes last, below its reason. */
function changesInWords({ changes, register }: ListAssessment): readonly string[] {
  if (changes.length === 0) return ['it would change nothing in the register'];
  const nameOf = namesIn(register);
  const counts = [...Map.groupBy(changes, ({ kind }) => kind)].map(([kind, such]) => `${such.length} ${kind}`);
  const groups = [...Map.groupBy(changes, ({ kind, reason }) => JSON.stringify([kind, reason])).values()];
  return [
    `it would change: ${counts.join(', ')}`,
    ...groups.toSorted((a, b) => a.length - b.length).flatMap((group) => groupInWords(group, nameOf)),
  ];
}

function groupInWords(
  group: readonly RegisterDecision[],
  nameOf: (change: RegisterDecision) => string,
): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return [`${first.kind}: ${nameOf(first)}: ${first.reason}`];
  return [
    `${first.kind}, ${group.length} agreements: ${first.reason}:`,
    ...group.map((change) => `${change.kind}: ${nameOf(change)}`),
  ];
}

/** `FL | Baker County Sheriff's Office | WSO (FL-baker-county-sheriffs-office-WSO), row 12` */
function namesIn({ agencies, agreements }: Register): (change: RegisterDecision) => string {
  const agency = new Map(agencies.map((one) => [one.agency_id, one]));
  const agreement = new Map(agreements.map((one) => [one.agreement_id, one]));
  return ({ agreement_id, row }) => {
    const found = agreement.get(agreement_id);
    const holder = agency.get(found?.agency_id ?? '');
    const where = row === null ? '' : `, row ${row.row_number}`;
    return `${holder?.state ?? ''} | ${holder?.name ?? ''} | ${found?.model ?? ''} (${agreement_id})${where}`;
  };
}
