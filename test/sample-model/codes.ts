/** Codes of the sample's breakdowns, each with its label and the part of the total that it gets. */
export type Codes = readonly (readonly [code: string, label: string, weight: number])[];

// biome-ignore format: a list of codes reads best packed
export const offices: Codes = [
  ['ATL', 'Atlanta', 310], ['BAL', 'Baltimore', 28], ['BOS', 'Boston', 22], ['BUF', 'Buffalo', 0],
  ['CHI', 'Chicago', 9], ['DAL', 'Dallas', 196], ['DEN', 'Denver', 4], ['DET', 'Detroit', 12],
  ['ELP', 'El Paso', 0], ['HLG', 'Harlingen', 7], ['HOU', 'Houston', 244], ['LOS', 'Los Angeles', 1],
  ['MIA', 'Miami', 208], ['NEW', 'Newark', 41], ['NOL', 'New Orleans', 118], ['NYC', 'New York City', 0],
  ['PHI', 'Philadelphia', 3], ['PHO', 'Phoenix', 187], ['SEA', 'Seattle', 0], ['SFR', 'San Francisco', 0],
  ['SLC', 'Salt Lake City', 52], ['SNA', 'San Antonio', 73], ['SND', 'San Diego', 0], ['SPM', 'St. Paul', 15],
  ['WAS', 'Washington', 164], ['HQ', 'Headquarters', 2], ['not-recorded', 'Not recorded', 46],
];

// biome-ignore format: a list of codes reads best packed
export const criminality: Codes = [
  ['convicted', 'Convicted criminal', 58],
  ['pending-charges', 'Pending criminal charges', 33],
  ['other-violator', 'Other immigration violator', 8],
  ['not-recorded', 'Not recorded', 1],
];

// biome-ignore format: a list of codes reads best packed
export const threatLevel: Codes = [
  ['1', 'Level 1', 24],
  ['2', 'Level 2', 15],
  ['3', 'Level 3', 27],
  ['none', 'No level', 33],
  ['not-recorded', 'Not recorded', 1],
];

// biome-ignore format: a list of codes reads best packed
export const priority: Codes = [
  ['convicted', 'Convicted of any criminal offense, sec. 5(a)', 57],
  ['charged', 'Charged with any criminal offense, where the charge has not been resolved, sec. 5(b)', 31],
  ['chargeable-acts', 'Committed acts that constitute a chargeable criminal offense, sec. 5(c)', 0],
  ['fraud', 'Fraud or willful misrepresentation in an official matter, sec. 5(d)', 2],
  ['benefit-abuse', 'Abused a program related to receipt of public benefits, sec. 5(e)', 0],
  ['final-order', 'Subject to a final order of removal and not departed, sec. 5(f)', 4],
  ['public-safety', 'Otherwise a risk to public safety or national security, sec. 5(g)', 1],
  ['none', 'Not within a priority category', 3],
  ['undetermined', 'Cannot be determined from recorded data', 9],
];

// biome-ignore format: a list of codes reads best packed
export const citizenship: Codes = [
  ['MEX', 'Mexico', 560],
  ['GTM', 'Guatemala', 172],
  ['HND', 'Honduras', 161],
  ['SLV', 'El Salvador', 118],
  ['CUB', 'Cuba', 34],
  ['JAM', 'Jamaica', 21],
  ['DOM', 'Dominican Republic', 19],
  ['COL', 'Colombia', 17],
  ['NIC', 'Nicaragua', 15],
  ['BRA', 'Brazil', 12],
  ['others', 'All others', 96],
  ['not-recorded', 'Not recorded', 8],
];

// biome-ignore format: a list of codes reads best packed
export const disposition: Codes = [
  ['NTA', 'Notice to Appear (I-862)', 38],
  ['REINST', 'Reinstatement of a prior order (I-871)', 21],
  ['ER', 'Expedited removal (I-860)', 3],
  ['ADMDPT', 'Administrative removal (I-851)', 4],
  ['DTNR', 'Detainer issued', 19],
  ['NAR', 'Not amenable to removal', 6],
  ['V', 'Voluntary return', 2],
  ['other', 'Other', 3],
  ['not-recorded', 'Not recorded', 4],
];

// biome-ignore format: a list of codes reads best packed
export const models: Codes = [
  ['JEM', 'Jail Enforcement Model', 74],
  ['WSO', 'Warrant Service Officer', 65],
];

// biome-ignore format: a list of codes reads best packed
export const states: Codes = [
  ['AL', 'Alabama', 1],
  ['AZ', 'Arizona', 5],
  ['AR', 'Arkansas', 3],
  ['CA', 'California', 1],
  ['FL', 'Florida', 48],
  ['GA', 'Georgia', 6],
  ['ID', 'Idaho', 1],
  ['KS', 'Kansas', 1],
  ['LA', 'Louisiana', 2],
  ['MD', 'Maryland', 3],
  ['MA', 'Massachusetts', 4],
  ['MS', 'Mississippi', 1],
  ['NE', 'Nebraska', 1],
  ['NV', 'Nevada', 1],
  ['NJ', 'New Jersey', 1],
  ['NC', 'North Carolina', 15],
  ['OH', 'Ohio', 1],
  ['OK', 'Oklahoma', 3],
  ['SC', 'South Carolina', 5],
  ['TN', 'Tennessee', 2],
  ['TX', 'Texas', 26],
  ['UT', 'Utah', 1],
  ['VA', 'Virginia', 3],
  ['WI', 'Wisconsin', 4],
];
