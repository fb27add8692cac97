/** The part of the atlas that is used: its counties, known by five digits of FIPS, drawn in an Albers projection of 975 by 610. */
declare module 'us-atlas/counties-albers-10m.json' {
  type Topology = Parameters<typeof import('topojson-client').merge>[0];
  type Shape = Parameters<typeof import('topojson-client').mergeArcs>[1];
  type County = Extract<Shape, readonly unknown[]>[number] & {
    readonly id: string;
    readonly properties: { readonly name: string };
  };
  const atlas: Topology & {
    readonly objects: { readonly counties: { readonly type: 'GeometryCollection'; readonly geometries: County[] } };
  };
  export default atlas;
}
