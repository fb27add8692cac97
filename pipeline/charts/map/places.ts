/** Where the label of an area stands, in units of the drawing. */
export interface Place {
  /** The middle of the label. */
  readonly x: number;
  readonly y: number;
  /** A point in the area from which a line leads to a label outside it; absent: the label stands in its area. */
  readonly from?: readonly [x: number, y: number];
}

/** Chosen by eye, because an area's center may lie in the sea or under a neighbor's label. */
export const places: Readonly<Record<string, Place>> = {
  ATL: { x: 552, y: 262 },
  BAL: { x: 634, y: 207, from: [579, 182] },
  BOS: { x: 634, y: 68 },
  BUF: { x: 575, y: 115 },
  CHI: { x: 440, y: 190 },
  DAL: { x: 322, y: 297 },
  DEN: { x: 224, y: 168 },
  DET: { x: 500, y: 167 },
  ELP: { x: 224, y: 275 },
  HLG: { x: 362, y: 400, from: [322, 395] },
  HOU: { x: 357, y: 342 },
  LOS: { x: 40, y: 277, from: [72, 252] },
  MIA: { x: 538, y: 365 },
  NEW: { x: 634, y: 182, from: [594, 162] },
  NOL: { x: 442, y: 296 },
  NYC: { x: 650, y: 157, from: [612, 143] },
  PHI: { x: 551, y: 158 },
  PHO: { x: 136, y: 268 },
  SEA: { x: 72, y: 60 },
  SFR: { x: 50, y: 168 },
  SLC: { x: 140, y: 120 },
  SNA: { x: 293, y: 355 },
  SND: { x: 60, y: 306, from: [84, 274] },
  SPM: { x: 330, y: 118 },
  WAS: { x: 556, y: 213 },
};

/** Parts of areas that lie apart from the rest and are labeled by their office alone. */
export const outlyingParts: readonly { readonly office: string; readonly x: number; readonly y: number }[] = [
  { office: 'SEA', x: 80, y: 365 },
  { office: 'SFR', x: 185, y: 372 },
];

/** Territories with an area and off the map, as the atlas has none of them: two digits of FIPS 5-2 and the postal code. */
export const territories: readonly (readonly [fips: string, postal: string])[] = [
  ['72', 'PR'],
  ['78', 'VI'],
  ['66', 'GU'],
  ['69', 'MP'],
];
