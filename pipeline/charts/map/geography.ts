import { merge, mesh } from 'topojson-client';
import atlas from 'us-atlas/counties-albers-10m.json' with { type: 'json' };
import { type AreaMap, officeOfCounty } from '../../../queries/areas.ts';
import { width } from '../chart.ts';
import { type Corners, outlinesOf, pathOf } from './path.ts';

/** The land of one office. */
export interface Area {
  /** Holes among them; specks left out. */
  readonly outlines: readonly Corners[];
  /** The outlines as path data. */
  readonly path: string;
}

/** What is drawn of areas of responsibility, whatever the figures; borders as path data. */
export interface Geography {
  readonly areas: ReadonlyMap<string, Area>;
  readonly areaBorders: string;
  /** Between states that lie in one area. */
  readonly stateBorders: string;
}

/** The atlas is 975 wide; the outer Aleutians lie to the left of that, and are not drawn. */
const scale = width / 975;
/** Square units; an island or a hole that is smaller would be a speck. */
const smallestOutline = 1;

const drawn = new WeakMap<AreaMap, Geography>();

/**
 * The shapes of areas. Remembered for each map: joining three thousand counties takes longer than all the rest of a
 * drawing, and an edition has one for each document.
 */
export function geographyOf(areas: AreaMap): Geography {
  const known = drawn.get(areas) ?? joined(areas);
  drawn.set(areas, known);
  return known;
}

function joined(areas: AreaMap): Geography {
  const { counties } = atlas.objects;
  const officeOf = new Map<object, string | undefined>(
    counties.geometries.map((county) => [county, officeOfCounty(county.id, areas)]),
  );
  const stateOf = new Map<object, string>(counties.geometries.map((county) => [county, county.id.slice(0, 2)]));
  const byOffice = Map.groupBy(counties.geometries, (county) => officeOf.get(county));
  const bordersWhere = (isDrawn: (one: object, other: object) => boolean) =>
    mesh(atlas, counties, isDrawn)
      .coordinates.map((line) => pathOf(cornersOf(line)))
      .join('');
  const isOneArea = (one: object, other: object) => officeOf.get(one) === officeOf.get(other);
  return {
    areas: new Map(areas.offices.map((office) => [office, areaOf(merge(atlas, byOffice.get(office) ?? []))])),
    areaBorders: bordersWhere((one, other) => !isOneArea(one, other)),
    stateBorders: bordersWhere((one, other) => isOneArea(one, other) && stateOf.get(one) !== stateOf.get(other)),
  };
}

function areaOf({ coordinates }: ReturnType<typeof merge>): Area {
  const outlines = coordinates.flat().map(cornersOf).filter(isDrawn);
  return { outlines, path: outlinesOf(outlines) };
}

function cornersOf(points: readonly (readonly number[])[]): Corners {
  const corners: (readonly [number, number])[] = [];
  for (const [x = 0, y = 0] of points) {
    const corner = [Math.round(x * scale * 10) / 10, Math.round(y * scale * 10) / 10] as const;
    const last = corners.at(-1);
    if (last === undefined || last[0] !== corner[0] || last[1] !== corner[1]) corners.push(corner);
  }
  return corners;
}

/** On the page, and no speck. */
function isDrawn(ring: Corners): boolean {
  return areaWithin(ring) >= smallestOutline && ring.every(([x]) => x >= 0);
}

/** Square units inside an outline. */
function areaWithin(ring: Corners): number {
  let twice = 0;
  for (const [at, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}
