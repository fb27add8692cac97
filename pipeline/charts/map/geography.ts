import { merge, mesh } from 'topojson-client';
import atlas from 'us-atlas/counties-albers-10m.json' with { type: 'json' };
import { type AreaMap, officeOfCounty } from '../../../queries/areas.ts';
import { width } from '../chart.ts';
import { pathOf } from './path.ts';

/** A line or, closed, an outline: its corners in units of the drawing, to one decimal. */
export type Corners = readonly (readonly [x: number, y: number])[];

/** What is drawn of areas of responsibility, whatever the figures. */
export interface Geography {
  /** The outlines of each office's area, holes among them, specks left out. */
  readonly areas: ReadonlyMap<string, readonly Corners[]>;
  /** Path data of the borders between states that lie in one area. */
  readonly stateBorders: string;
}

/** The atlas is 975 wide where it lies on the page; the outer Aleutians stand out on the left. */
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
  const officeOf = new Map(counties.geometries.map((county) => [county, officeOfCounty(county.id, areas)]));
  const byOffice = Map.groupBy(counties.geometries, (county) => officeOf.get(county));
  const outlines = areas.offices.map((office) => {
    const rings = merge(atlas, byOffice.get(office) ?? []).coordinates.flat();
    return [office, rings.map(cornersOf).filter((ring) => areaWithin(ring) >= smallestOutline)] as const;
  });
  const idOf = new Map<object, string>(counties.geometries.map((county) => [county, county.id]));
  const borders = mesh(atlas, counties, (a, b) => {
    const [one = '', other = ''] = [idOf.get(a), idOf.get(b)];
    return one.slice(0, 2) !== other.slice(0, 2) && officeOfCounty(one, areas) === officeOfCounty(other, areas);
  });
  return {
    areas: new Map(outlines),
    stateBorders: borders.coordinates.map((line) => pathOf(cornersOf(line))).join(''),
  };
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

/** Square units inside an outline. */
export function areaWithin(ring: Corners): number {
  let twice = 0;
  for (const [at, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}
