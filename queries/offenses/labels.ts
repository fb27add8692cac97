import { spellingIndex } from '../spellings.ts';
import { categories } from './categories.ts';

/**
 * Where a label of the agency was met, and so how far its code is known. `coded`: in the rows of the detainers of 2025,
 * beside its code. `worded`: in public lists of the labels of the releases of 2025 and 2026, without codes; the code is
 * the classification's own for the same words. `category`: as `worded`, where the words fit a category and no one code of
 * it. `memory`: met in no list that was read.
 */
export type LabelEvidence = 'coded' | 'worded' | 'category' | 'memory';

/** One of the agency's own labels of an offense. */
export interface OffenseLabel {
  readonly label: string;
  /** A code of the classification, a letter code of the agency, or a category. */
  readonly code: string;
  readonly evidence: LabelEvidence;
  /** False: known from memory only. */
  readonly confirmed: boolean;
}

type Row = readonly [code: string, ...labels: string[]];

const coded: readonly Row[] = [
  ['0301', 'Illegal Entry (INA SEC.101(a)(43)(O), 8USC1325 only)'],
  ['03AB', 'Illegal Re-Entry (INA SEC.101(a)(43)(O), 8USC1326 only)'],
  ['09AA', 'Voluntary - Manslaughter'],
  ['1103', 'Rape - Strongarm'],
  ['1313', 'Simple Assault'],
  ['1316', 'Intimidation'],
  ['1399', 'Assault'],
  ['13AB', 'Domestic Violence'],
  ['2299', 'Burglary'],
  ['2404', 'Vehicle Theft'],
  ['3532', 'Cocaine - Possession'],
  ['3561', 'Marijuana - Smuggle'],
  ['3599', 'Dangerous Drugs'],
  ['35AB', 'Drug Trafficking'],
  ['3802', 'Cruelty Toward Child'],
  ['5299', 'Weapon Offense'],
  ['5404', 'Driving Under Influence Liquor'],
  ['5499', 'Traffic Offense'],
  ['7399', 'Public Order Crimes'],
];

const worded: readonly Row[] = [
  ['0303', 'Smuggling Aliens'],
  ['0909', 'Homicide-Negligent Manslaughter-Vehicle'],
  ['0999', 'Homicide'],
  ['1099', 'Kidnapping'],
  ['1116', 'Statutory Rape - No Force'],
  ['1117', 'Sex Assault - Carnal Abuse'],
  ['1199', 'Sex Assault'],
  ['1207', 'Robbery - Residence-Gun'],
  ['1208', 'Robbery - Residence-Weapon'],
  ['1299', 'Robbery'],
  ['1303', 'Aggravated Assault - Family-Strongarm'],
  ['1304', 'Aggravated Assault - Non-family-Gun'],
  ['1305', 'Aggravated Assault - Non-family-Weapon'],
  ['1306', 'Aggravated Assault - Non-family-Strongarm'],
  ['1314', 'Aggravated Assault - Gun'],
  ['1315', 'Aggravated Assault - Weapon'],
  ['1602', 'Threat Terroristic State Offenses'],
  ['2202', 'Burglary - Forced Entry-Residence'],
  ['2205', 'Burglary - No Forced Entry-Non-Residence'],
  ['2303', 'Shoplifting'],
  ['2305', 'Larceny - From Auto'],
  ['2399', 'Larceny'],
  ['2403', 'Theft And Use Vehicle Other Crime'],
  ['2411', 'Unauthorized Use of Vehicle (includes joy riding)'],
  ['2499', 'Stolen Vehicle'],
  ['2506', 'Possession Forged (identify in comments)'],
  ['2589', 'Forgery'],
  ['2599', 'Counterfeiting'],
  ['2604', 'Fraud - Impersonating'],
  ['2605', 'Fraud - Illegal Use Credit Cards'],
  ['2607', 'Fraud - False Statement'],
  ['2608', 'Fraud By Wire'],
  ['2610', 'Identity Theft'],
  ['2699', 'Fraud'],
  ['2799', 'Embezzle'],
  ['2899', 'Stolen Property'],
  ['2999', 'Damage Property'],
  ['3510', 'Heroin - Sell'],
  ['3511', 'Heroin - Smuggle'],
  ['3530', 'Cocaine - Sell'],
  ['3533', 'Cocaine'],
  ['3550', 'Narcotic Equip - Possession'],
  ['3560', 'Marijuana - Sell'],
  ['3562', 'Marijuana - Possession'],
  ['3570', 'Amphetamine - Manufacturing'],
  ['3571', 'Amphetamine - Sell'],
  ['3572', 'Amphetamine - Possession'],
  ['3601', 'Sex Offense Against Child-Fondling'],
  ['3604', 'Incest With Minor'],
  ['3605', 'Indecent Exposure'],
  ['3619', 'Voyeurism'],
  ['3699', 'Sex Offense'],
  ['3805', 'Contributing to Delinquency of Minor'],
  ['3999', 'Gambling'],
  ['4004', 'Prostitution'],
  ['4099', 'Commercial Sex'],
  ['4104', 'Liquor - Possession'],
  ['4199', 'Liquor'],
  ['4801', 'Resisting Officer'],
  ['4803', 'Making False Report'],
  ['4899', 'Obstruct Police'],
  ['4902', 'Flight To Avoid (prosecution, confinement, etc.)'],
  ['4999', 'Flight - Escape'],
  ['5005', 'Contempt Of Court'],
  ['5012', 'Probation Violation'],
  ['5016', 'Violation of a Court Order'],
  ['5202', 'Carrying Concealed Weapon'],
  ['5203', 'Carrying Prohibited Weapon'],
  ['5210', 'Licensing - Registration Weapon'],
  ['5212', 'Possession Of Weapon'],
  ['5303', 'Riot - Engaging in'],
  ['5309', 'Harassing Communication'],
  ['5311', 'Disorderly Conduct'],
  ['5399', 'Public Peace'],
  ['5401', 'Hit and Run'],
  ['5403', 'Driving Under Influence Drugs'],
  ['5707', 'Trespassing'],
  ['6402', 'Sexual Exploitation of Minor - Material - Photograph'],
  ['6403', 'Sexual Exploitation of Minor - Material - Film'],
  ['6405', 'Sexual Exploitation of Minor - Sex Performance'],
  ['6406', 'Sexual Exploitation of Minor - Via Telecommunications'],
  ['6407', 'Sexual Exploitation of Minor - Prostitution'],
  ['6409', 'Enticement of Minor for Prostitution'],
  ['6499', 'Exploitation/Enticement (Use the MIS Field to further describe offense)'],
  ['7099', 'Crimes Against Person'],
  // The label bears its code: the agency has two codes for identity theft.
  ['70AA', 'Identity Theft (70AA)'],
  ['7199', 'Property Crimes'],
];

/** Their letter codes are not known. General crimes after the footnote of the agency's tables (`domain.md` §4.1). */
const ofCategory: readonly Row[] = [
  ['assault', 'Battery'],
  ['dangerous-drugs', 'Drug Possession'],
  [
    'general-crimes',
    'Conspiracy [use when no underlying offense, such as 18 U.S.C. SEC. 371]',
    'Racketeer Influenced and Corrupt Organizations Act (RICO)',
    'RICO',
  ],
];

const fromMemory: readonly Row[] = [
  ['general-crimes', 'Conspiracy', 'Licensing Violation', 'Structuring'],
  ['5011', 'Parole Violation'],
  ['5015', 'Failure To Appear'],
  ['5099', 'Obstruct'],
  ['6300', 'Money Laundering'],
  ['7299', 'Morals - Decency Crimes'],
];

const rowsOf = (evidence: LabelEvidence, table: readonly Row[]): readonly OffenseLabel[] =>
  table.flatMap(([code, ...labels]) =>
    labels.map((label) => ({ label, code, evidence, confirmed: evidence !== 'memory' })),
  );

/** The agency's own labels of offenses, with their evidence. */
export const offenseLabels: readonly OffenseLabel[] = [
  ...rowsOf('coded', coded),
  ...rowsOf('worded', worded),
  ...rowsOf('category', ofCategory),
  ...rowsOf('memory', fromMemory),
];

const labelNamed = spellingIndex(
  'offense',
  offenseLabels.map(({ code, label }) => [code, label] as const),
);
const categoryNamed = spellingIndex(
  'offense category',
  categories.map(({ code, label }) => [code, label] as const),
);

/**
 * The code of an offense by the agency's label of it, in whatever case and spacing, or its category where no code is known
 * or where it is the name of a category; undefined where no list of ours has it.
 */
export function codeOfLabel(recorded: string): string | undefined {
  return labelNamed(recorded) ?? categoryNamed(recorded);
}
