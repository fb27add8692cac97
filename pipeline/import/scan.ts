/** Where the records of some bytes begin, and where the last complete one ends. */
export interface Scan {
  /** Offsets of the first byte of each complete record that is not blank. */
  readonly starts: readonly number[];
  /** The line of the file on which each begins; 1 is the first. */
  readonly lines: readonly number[];
  /** The offset after the last complete record. */
  readonly end: number;
}

/** Divides delimited text into records: a line break inside a quoted cell does not end one. */
export interface Scanner {
  /** Looks at `bytes` from offset `from`; before it stands only the record that the last scan left incomplete. */
  readonly scan: (bytes: Buffer, from: number) => Scan;
  /** Whether what was seen last lies inside a quoted cell. */
  readonly isInsideQuotes: () => boolean;
  /** The line on which the incomplete record begins. */
  readonly line: () => number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

// Plain numbers and one pass over the bytes: this loop sees every byte of a release twice.
const cellStart = 0;
const unquoted = 1;
const quoted = 2;
const afterQuote = 3;
type Place = 0 | 1 | 2 | 3;

/**
 * A quotation mark opens a cell only as its first character. A wrong one therefore spoils its own row, or that and the
 * next, and the reading recovers: counting marks instead would spoil all the rest of the file.
 */
function placeAfter(place: Place, byte: number, delimiter: number): Place {
  if (place === quoted) return byte === quote ? afterQuote : quoted;
  if (byte === delimiter || byte === newline) return cellStart;
  if (byte === quote) return place === unquoted ? unquoted : quoted;
  return place === afterQuote && byte === carriageReturn ? afterQuote : unquoted;
}

/** A scanner at the beginning of a file. */
export function recordScanner(delimiterText: string): Scanner {
  const delimiter = delimiterText.charCodeAt(0);
  let place: Place = cellStart;
  let line = 1;
  let recordLine = 1;
  const scan = (bytes: Buffer, from: number): Scan => {
    const starts: number[] = [];
    const lines: number[] = [];
    let start = 0;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const inside = place === quoted;
      place = placeAfter(place, byte, delimiter);
      if (byte !== newline) continue;
      line += 1;
      if (inside) continue;
      if (!isBlank(bytes, start, at)) {
        starts.push(start);
        lines.push(recordLine);
      }
      start = at + 1;
      recordLine = line;
    }
    return { starts, lines, end: start };
  };
  return { scan, isInsideQuotes: () => place === quoted, line: () => recordLine };
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === carriageReturn);
}
