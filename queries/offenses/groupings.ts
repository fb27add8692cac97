/**
 * A grouping of offenses that this program defines for itself. Entries of two digits mean every code of that number, the
 * agency's letter codes included; entries of four characters mean the one code, and go before its number. What no entry
 * names is outside.
 */
export interface GroupingDefinition {
  readonly label: string;
  /** What is in it and why, in the words of a report's notes. */
  readonly definition: string;
  readonly in: readonly string[];
  /** The code does not tell. */
  readonly unknown: readonly string[];
  /** Outside, although their number is in or does not tell. */
  readonly out: readonly string[];
}

const codes = (list: string): readonly string[] => list.split(' ').filter((code) => code !== '');

const grouping = (
  label: string,
  definition: string,
  lists: { readonly in: string; readonly unknown?: string; readonly out?: string },
): GroupingDefinition => ({
  label,
  definition,
  in: codes(lists.in),
  unknown: codes(lists.unknown ?? ''),
  out: codes(lists.out ?? ''),
});

/** Drug codes by what was done with the drug; the codes that name only the drug, and 3599, do not tell. */
const drugs = {
  made: '3501 3563 3570 3580',
  sold: '3502 3503 3510 3511 3520 3521 3530 3531 3540 3541 3560 3561 3571 3581 35AB',
  possessed: '3504 3512 3522 3532 3542 3550 3562 3572 3582',
} as const;

/**
 * The groupings that rules on civil enforcement priorities and levels need. No instrument names codes of the
 * classification, so that every list here is ours: published with the report, with the reason for what is not plain.
 */
export const offenseGroupings = {
  violent: grouping(
    'Violent offenses',
    'Homicide, kidnapping, sexual assault, robbery, assault and arson (09, 10, 11, 12, 13, 20). Codes of crimes against the person that name no act (70) do not tell.',
    { in: '09 10 11 12 13 20', unknown: '70', out: '70AA' },
  ),
  'major-drug': grouping(
    'Major drug offenses',
    'Manufacture, distribution, sale, smuggling or production of a drug. Codes that name only the drug do not tell.',
    { in: `${drugs.made} ${drugs.sold}`, unknown: '35', out: drugs.possessed },
  ),
  'minor-drug': grouping(
    'Minor drug offenses',
    'Possession of a drug or of equipment for its use. Codes that name only the drug do not tell.',
    { in: drugs.possessed, unknown: '35', out: `${drugs.made} ${drugs.sold}` },
  ),
  property: grouping(
    'Property offenses',
    'Burglary, larceny, stolen vehicles, forgery, fraud, embezzlement, stolen property, damage to property, money laundering and property crimes without a class of their own (22 to 29, 63, 71), and identity theft under the agency’s own code (70AA).',
    { in: '22 23 24 25 26 27 28 29 63 71 70AA' },
  ),
  traffic: grouping(
    'Minor traffic offenses',
    'The remainder of traffic offenses (5499): what has no code of its own, from licenses and speed to reckless driving, which cannot be told apart. Hit and run, transport of dangerous material and driving under the influence have codes of their own and are not minor.',
    { in: '5499', unknown: '54', out: '5401 5402 5403 5404' },
  ),
  dui: grouping('Driving under the influence', 'Driving under the influence of drugs or of liquor (5403, 5404).', {
    in: '5403 5404',
    unknown: '54',
    out: '5401 5402 5499',
  }),
  sexual: grouping(
    'Sexual abuse or exploitation',
    'Sexual assault (11), kidnapping for it, sexual acts with minors or with elderly or disabled persons, sexual exploitation or enticement of minors. Exposure, voyeurism, procuring, obscene material and human trafficking do not tell; acts between adults, prostitution itself and duties to register are outside.',
    {
      in: '11 1003 1004 3601 3602 3603 3604 3616 3618 3620 3621 4007 6401 6402 6403 6404 6405 6406 6407 6408 6409 6410',
      unknown: '36 37 40 64 70 72',
      out: '3606 3609 3610 3612 3613 3617 3707 4003 4004 4005 70AA 7201',
    },
  ),
  burglary: grouping(
    'Burglary',
    'Burglary (22), without possession of burglary tools (2206). Property crimes that name no act (71) do not tell.',
    { in: '22', unknown: '71', out: '2206' },
  ),
  firearm: grouping(
    'Possession or use of a firearm',
    'Codes that name a gun, and firing a weapon (5213). Codes of weapons that name none do not tell, nor do explosives and incendiary devices, which federal law may count as firearms, nor violent offenses whose means is not recorded; codes that name another means, or none by their nature, are outside.',
    {
      in: '0901 0903 0905 0907 0911 1101 1104 1105 1106 1107 1201 1204 1207 1301 1304 1307 1310 1314 5213',
      unknown: '09 11 12 13 52',
      out: '0902 0904 0906 0908 0909 0912 1102 1103 1108 1109 1110 1111 1112 1113 1114 1115 1116 1117 1122 1123 1202 1203 1205 1206 1208 1209 1210 1302 1303 1305 1306 1308 1309 1311 1312 1313 1315 1316 5215 5216',
    },
  ),
  'drug-distribution': grouping(
    'Drug distribution or trafficking',
    'Distribution, sale, smuggling or trafficking of a drug. Manufacture and production, and codes that name only the drug, do not tell.',
    { in: drugs.sold, unknown: '35', out: drugs.possessed },
  ),
  'domestic-violence': grouping(
    'Domestic violence',
    'The agency’s own code for domestic violence (13AB), homicide and aggravated assault that name the family, and cruelty toward a wife. Assault and homicide that name nobody, stalking, and cruelty toward children, elderly or disabled persons do not tell.',
    {
      in: '0901 0902 1301 1302 1303 13AB 3803',
      unknown: '09 13 38 70',
      out: '0903 0904 0905 0906 0907 0908 0909 0910 0913 1304 1305 1306 1307 1308 1309 1310 1311 1312 3801 3804 3805 3806 3807 3808 3811 3812 70AA',
    },
  ),
  theft: grouping(
    'Theft, larceny or shoplifting',
    'Larceny (23, without the obstruction of correspondence) and theft of vehicles or aircraft. Receiving, possessing or moving what was stolen, unauthorized use, embezzlement, identity theft and property crimes that name no act do not tell: whether they are theft depends on the law of the place.',
    {
      in: '23 2401 2402 2403 2404 2405 2410',
      unknown: '24 27 28 2610 70AA 71',
      out: '2313',
    },
  ),
  'assault-of-officer': grouping(
    'Assault of a law enforcement officer',
    'Aggravated assault on a police officer (1310 to 1312). Assault on a public officer and assault that names nobody do not tell; assault on family or on persons who are not, domestic violence and resisting an officer are outside.',
    {
      in: '1310 1311 1312',
      unknown: '13 70',
      out: '1301 1302 1303 1304 1305 1306 13AB 70AA',
    },
  ),
  'death-or-serious-injury': grouping(
    'Offenses resulting in death or serious bodily injury',
    'Homicide (09). Codes of acts that may injure a person name the act and not its result, and do not tell; that other offenses led to death or injury in a case is never read from their code.',
    {
      in: '09',
      unknown: '10 11 12 13 20 54 64 70 3802 3803 3806 3809 3810 3811 3812 3899 5206 5208 5213 5299',
      out: '1316 5402 70AA',
    },
  ),
  'immigration-status': grouping(
    'Offenses of which immigration status is an element',
    'Illegal entry and illegal reentry (0301, 03AB). False claims of citizenship and codes that name no act do not tell; smuggling of aliens is outside. A code does not say under whose law the conviction was; the rules of 2014, which leave out state and local offenses alone, do not leave out these two.',
    { in: '0301 03AB', unknown: '03', out: '0303' },
  ),
  'illegal-entry': grouping(
    'Illegal entry',
    'Illegal entry (0301), which the agency reserves for 8 U.S.C. 1325. Immigration offenses that name no act do not tell.',
    { in: '0301', unknown: '03', out: '0302 0303 03AB' },
  ),
  'illegal-reentry': grouping(
    'Illegal reentry',
    'Reentry after removal under the agency’s own code (03AB), which it reserves for 8 U.S.C. 1326; the classification has none. Immigration offenses that name no act do not tell.',
    { in: '03AB', unknown: '03', out: '0301 0302 0303' },
  ),
} as const satisfies Readonly<Record<string, GroupingDefinition>>;

/** The id of a grouping of offenses. */
export type OffenseGrouping = keyof typeof offenseGroupings;

/**
 * The six categories by which the agency's 287(g) page gave persons encountered with a conviction (`domain.md` §1.3), in
 * its order, and the categories that we read in each. The page counts persons, not offenses.
 */
export const publishedCategories = [
  { code: 'assault', label: 'Assault', categories: ['assault'] },
  { code: 'dangerous-drugs', label: 'Dangerous drugs', categories: ['dangerous-drugs'] },
  { code: 'sex-offenses-assaults', label: 'Sex offenses/assaults', categories: ['sexual-assault', 'sex-offenses'] },
  { code: 'obstructing-police', label: 'Obstructing police', categories: ['obstructing-police'] },
  { code: 'weapon-offenses', label: 'Weapon offenses', categories: ['weapon-offenses'] },
  { code: 'homicide', label: 'Homicide', categories: ['homicide'] },
] as const;
