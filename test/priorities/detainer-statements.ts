/** A row of the detainers of 2025 as the file prints it, by header. */
export type DetainerRow = Readonly<Record<string, string>>;

/** What a row states of one column of the evidence, and the cells that state it. */
interface Statement {
  readonly value: boolean | number | string;
  readonly cells: readonly string[];
}

type Stated = readonly (readonly [column: string, value: Statement['value'] | null, ...cells: readonly string[]])[];

/**
 * Everything that a row states about the evidence that rules read, found from its text alone, without the declarations of
 * the source: what is not among it cannot be known.
 */
export function statementsOf(row: DetainerRow): ReadonlyMap<string, Statement> {
  const all = [...marksIn(row), ...orderIn(row), ...felonyIn(row), ...levelIn(row), ...talliesIn(row)];
  return new Map(all.flatMap(([column, value, ...cells]) => (value === null ? [] : [[column, { value, cells }]])));
}

const cell = (row: DetainerRow, header: string) => row[header] ?? '';
const yesOrNo = (text: string) => (text === 'YES' ? true : text === 'NO' ? false : null);

const markHeaders = {
  marked_prior_felony: 'Prior Felony Yes No',
  marked_multiple_misdemeanors: 'Multiple Prior Misd Yes No',
  marked_violent_misdemeanor: 'Violent Misdemeanor Yes No',
  marked_illegal_entry: 'Illegal Entry Yes No',
  marked_illegal_reentry: 'Illegal Reentry Yes No',
  marked_deportation_ordered: 'Deportation Ordered Yes No',
  marked_immigration_fraud: 'Immigration Fraud Yes No',
  marked_significant_risk: 'Significant Risk Yes No',
  federal_interest_determined: 'Federal Interest Yes No',
} as const;

function marksIn(row: DetainerRow): Stated {
  const gang = cell(row, 'Criminal Street Gang Yes No') === 'YES' ? true : null;
  return [
    ...Object.entries(markHeaders).map(([fact, header]) => [fact, yesOrNo(cell(row, header)), header] as const),
    ['gang_participation', gang, 'Criminal Street Gang Yes No'],
  ];
}

/** An order after the day of the detainer was none on it; a reinstated order, or a form that says so, is older than its day. */
function orderIn(row: DetainerRow): Stated {
  const [header, dayHeader] = ['Final Order Yes No 33', 'Final Order Date'];
  const said = yesOrNo(cell(row, header));
  const day = cell(row, dayHeader) || null;
  const isLater = day !== null && day > cell(row, 'Detainer Prepare Date');
  const isDoubtful =
    cell(row, 'Deportation Ordered Yes No') === 'YES' || cell(row, 'Case Category') === '[16] Reinstated Final Order';
  if ((day !== null) !== (said === true) || ((said === false || isLater) && isDoubtful)) return [];
  return [
    ['final_order', said === true && isLater ? false : said, header, dayHeader],
    ['final_order_on', day, dayHeader],
  ];
}

function felonyIn(row: DetainerRow): Stated {
  const isNone = cell(row, 'Felon') === 'Not an Aggravated Felon' && cell(row, 'Aggravated Felony Yes No') !== 'YES';
  return isNone ? [['aggravated_felony_conviction', false, 'Felon']] : [];
}

function levelIn(row: DetainerRow): Stated {
  return [['recorded_offense_level', cell(row, 'Detainer Prep Threat Level') || null, 'Detainer Prep Threat Level']];
}

const ofConvictions = [
  'convictions',
  'felony_convictions',
  'misdemeanor_convictions',
  'gang_element_convictions',
  'non_status_felony_convictions',
  'significant_misdemeanor_convictions',
  'other_misdemeanor_incidents',
  'illegal_entry_convictions',
  'illegal_reentry_convictions',
  'aggravated_felony_convictions',
] as const;

/** The codes of this file for which a person says, without the class of the offense, that a tally counts them. */
const tallied: Readonly<Record<string, readonly string[]>> = {
  '0301': ['illegal_entry_convictions'],
  '03AB': ['illegal_reentry_convictions'],
  // Voluntary manslaughter.
  '09AA': ['violent_or_major_drug_offenses', 'mandatory_detention_offenses'],
  // Rape; simple assault, intimidation, assault, domestic violence: which assaults injured gravely, no code tells.
  '1103': ['violent_or_major_drug_offenses'],
  '1313': ['violent_or_major_drug_offenses'],
  '1316': ['violent_or_major_drug_offenses'],
  '1399': ['violent_or_major_drug_offenses'],
  '13AB': ['violent_or_major_drug_offenses'],
  // Smuggling of marijuana, drug trafficking; possession of cocaine.
  '3561': ['violent_or_major_drug_offenses'],
  '35AB': ['violent_or_major_drug_offenses'],
  '3532': ['minor_drug_or_property_offenses'],
  // Burglary; theft of a vehicle.
  '2299': ['minor_drug_or_property_offenses', 'mandatory_detention_offenses'],
  '2404': ['minor_drug_or_property_offenses', 'mandatory_detention_offenses'],
};

function talliesIn(row: DetainerRow): Stated {
  const criminality = 'Detainer Prepared Criminality';
  const isConvicted = cell(row, criminality) === '1 Convicted Criminal';
  const isPending = cell(row, criminality) === '2 Pending Criminal Charges';
  const told = ['MSC Charge Code', 'MSC Conviction Date'].filter((header) => cell(row, header) !== '');
  const code = cell(row, 'MSC Charge Code');
  const oneIf = (so: boolean) => (so ? 1 : null);
  const noneIf = (so: boolean) => (so ? 0 : null);
  const isNoFelon = felonyIn(row).length > 0;
  return [
    ['convictions_least', oneIf(isConvicted || told.length > 0), criminality, ...told],
    ['pending_charges_least', oneIf(isPending), criminality],
    ['offenses_least', oneIf(isConvicted || isPending || told.length > 0), criminality, ...told],
    ...ofConvictions.map((tally) => [`${tally}_most`, noneIf(isPending), criminality] as const),
    ...(isNoFelon ? [['aggravated_felony_convictions_most', 0, 'Felon'] as const] : []),
    // A spreadsheet program took the first zero of one code.
    ...(tallied[code.padStart(4, '0')] ?? []).map((tally) => [`${tally}_least`, 1, 'MSC Charge Code'] as const),
  ];
}
