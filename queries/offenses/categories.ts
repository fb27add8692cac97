/** One category of the NCIC Uniform Offense Classification, as the agency's tables list it. */
export interface OffenseCategory {
  readonly code: string;
  readonly label: string;
  /** `agency`: as the agency's tables print it; `ncic`: the classification's own name, where those tables have none. */
  readonly wording: 'agency' | 'ncic';
  /** The first two digits of its codes. */
  readonly numbers: readonly string[];
  /** Where other categories share a number: the only codes of that number that are its own. */
  readonly only?: readonly string[];
}

const agency = (code: string, label: string, ...numbers: string[]): OffenseCategory => ({
  code,
  label,
  wording: 'agency',
  numbers,
});
const ncic = (code: string, label: string, number: string): OffenseCategory => ({
  code,
  label,
  wording: 'ncic',
  numbers: [number],
});

/**
 * The categories in the order of their numbers; those of juvenile status last, which the agency's tables leave out.
 * Numbers and names after public copies of the classification; the agency's wording, its split of traffic offenses and
 * what it gathers under general crimes after `domain.md` §4.1.
 */
export const categories: readonly OffenseCategory[] = [
  agency('sovereignty', 'Sovereignty', '01'),
  agency('military', 'Military', '02'),
  agency('immigration', 'Immigration', '03'),
  agency('homicide', 'Homicide', '09'),
  agency('kidnapping', 'Kidnapping', '10'),
  agency('sexual-assault', 'Sexual Assault', '11'),
  agency('robbery', 'Robbery', '12'),
  agency('assault', 'Assault', '13'),
  ncic('abortion', 'Abortion', '14'),
  agency('threat', 'Threat', '16'),
  ncic('material-witness', 'Material Witness', '17'),
  agency('arson', 'Arson', '20'),
  agency('extortion', 'Extortion', '21'),
  agency('burglary', 'Burglary', '22'),
  agency('larceny', 'Larceny', '23'),
  agency('stolen-vehicle', 'Stolen Vehicle', '24'),
  agency('forgery', 'Forgery', '25'),
  agency('fraudulent-activities', 'Fraudulent Activities', '26'),
  agency('embezzlement', 'Embezzlement', '27'),
  agency('stolen-property', 'Stolen Property', '28'),
  agency('damage-property', 'Damage Property', '29'),
  agency('dangerous-drugs', 'Dangerous Drugs', '35'),
  agency('sex-offenses', 'Sex Offenses (Not Involving Assault or Commercialized Sex)', '36'),
  agency('obscenity', 'Obscenity', '37'),
  agency('family-offenses', 'Family Offenses', '38'),
  agency('gambling', 'Gambling', '39'),
  agency('commercialized-sexual-offenses', 'Commercialized Sexual Offenses', '40'),
  agency('liquor', 'Liquor', '41'),
  agency('obstructing-police', 'Obstructing the Police', '48'),
  agency('flight-escape', 'Flight / Escape', '49'),
  agency('obstructing-judiciary', 'Obstructing Judiciary, Congress, Legislature, etc.', '50'),
  agency('bribery', 'Bribery', '51'),
  agency('weapon-offenses', 'Weapon Offenses', '52'),
  agency('public-peace', 'Public Peace', '53'),
  { ...agency('traffic-dui', 'Traffic Offenses – DUI', '54'), only: ['5403', '5404'] },
  agency('traffic', 'Traffic Offenses', '54'),
  agency('health-safety', 'Health / Safety', '55'),
  ncic('civil-rights', 'Civil Rights', '56'),
  agency('invasion-of-privacy', 'Invasion of Privacy', '57'),
  agency('smuggling', 'Smuggling', '58'),
  ncic('election-laws', 'Election Laws', '59'),
  ncic('antitrust', 'Antitrust', '60'),
  agency('tax-revenue', 'Tax Revenue', '61'),
  agency('conservation', 'Conservation', '62'),
  ncic('exploitation-enticement', 'Exploitation / Enticement', '64'),
  agency('general-crimes', 'General Crimes', '63', '70', '71', '72', '73'),
  ncic('juvenile-status', 'Juvenile Offenders', '81'),
];

/** The category of each number; of a shared number, the one that has the codes which no other names as its own. */
export const categoryOfNumber: ReadonlyMap<string, string> = new Map(
  categories
    .filter((category) => category.only === undefined)
    .flatMap(({ code, numbers }) => numbers.map((number) => [number, code] as const)),
);

/** The categories of single codes that are not those of their number. */
export const categoryOfOneCode: ReadonlyMap<string, string> = new Map(
  categories.flatMap((category) => (category.only ?? []).map((code) => [code, category.code] as const)),
);

/** The number of an offense code: of its four characters the first two; undefined where it is no code of any category. */
export function numberOf(code: string): string | undefined {
  const number = code.slice(0, 2);
  return [...code].length === 4 && categoryOfNumber.has(number) ? number : undefined;
}
