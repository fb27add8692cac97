/** A line or, closed, an outline: its corners in units of the drawing, to one decimal. */
export type Corners = readonly (readonly [x: number, y: number])[];

/** Path data of a line through corners: relative and without needless signs, half as long as it would be otherwise. */
export function pathOf(corners: Corners): string {
  const [start, ...rest] = corners;
  if (start === undefined || rest.length === 0) return '';
  let [x, y] = start;
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${short(nextX - x)}${spaced(short(nextY - y))}`;
    [x, y] = [nextX, nextY];
    return spaced(step);
  });
  return `M${start[0]}${spaced(String(start[1]))}l${steps.join('').trimStart()}`;
}

/** Path data of closed outlines; a ring inside another is a hole, to be filled by `evenodd`. */
export function outlinesOf(rings: readonly Corners[]): string {
  return rings.map((ring) => `${pathOf(ring)}z`).join('');
}

/** One decimal, without the zero before it. */
function short(length: number): string {
  return String(Math.round(length * 10) / 10).replace(/^(-?)0\./, '$1.');
}

/** A minus parts numbers as well as a space. */
const spaced = (text: string): string => (text.startsWith('-') ? text : ` ${text}`);
