import { unreachable } from '../../errors.ts';
import { round } from '../chart.ts';

/** What tells one line from another: dashes and markers first, color last. */
export interface Look {
  readonly color: string;
  /** As `stroke-dasharray`; empty: a line without gaps. */
  readonly dashes: string;
  readonly marker: 'disc' | 'square' | 'triangle' | 'diamond' | 'ring' | 'cross';
}

/** Each differs from all others in dashes, in the marker's shape, and in color, which stands out from white by at least 4.5 to 1. */
export const looks: readonly Look[] = [
  { color: '#1a4480', dashes: '', marker: 'disc' },
  { color: '#b04a00', dashes: '7 3', marker: 'square' },
  { color: '#00664b', dashes: '2 2.5', marker: 'triangle' },
  { color: '#7a3b8f', dashes: '9 3 2 3', marker: 'diamond' },
  { color: '#3d4551', dashes: '14 4', marker: 'ring' },
  { color: '#6b6b00', dashes: '4 2 1 2 1 2', marker: 'cross' },
];

/** The marker of a line at a point; `reach` is half its size. */
export function marker({ color, marker: shape }: Look, x: number, y: number, reach = 2.6): string {
  const [left, right, top, bottom] = [x - reach, x + reach, y - reach, y + reach].map(round);
  const [cx, cy, side] = [round(x), round(y), round(reach * 2)];
  switch (shape) {
    case 'disc':
      return `<circle cx="${cx}" cy="${cy}" r="${reach}" fill="${color}"/>`;
    case 'ring':
      return `<circle cx="${cx}" cy="${cy}" r="${reach}" fill="#fff" stroke="${color}" stroke-width="1.2"/>`;
    case 'square':
      return `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="${color}"/>`;
    case 'triangle':
      return `<path d="M${cx} ${top}L${right} ${bottom}H${left}Z" fill="${color}"/>`;
    case 'diamond':
      return `<path d="M${cx} ${round(y - reach * 1.3)}L${round(x + reach * 1.3)} ${cy}L${cx} ${round(y + reach * 1.3)}L${round(x - reach * 1.3)} ${cy}Z" fill="${color}"/>`;
    case 'cross':
      return `<path d="M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}" fill="none" stroke="${color}" stroke-width="1.4"/>`;
    default:
      return unreachable(shape);
  }
}
