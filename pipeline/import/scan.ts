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
  /** The line on which the incomplete record begins. */
  readonly line: () => number;
  /** Whether the incomplete record, which this is, ends inside a quoted cell. */
  readonly isInsideQuotes: (record: Buffer) => boolean;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

/** A scanner at the beginning of a file. */
export function recordScanner(delimiter: string): Scanner {
  const quotes = quoteWatch(delimiter);
  let marks = 0;
  let line = 1;
  let recordLine = 1;
  const scan = (bytes: Buffer, from: number): Scan => {
    const starts: number[] = [];
    const lines: number[] = [];
    let start = 0;
    let count = marks;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) count += 1;
      if (byte !== newline) continue;
      line += 1;
      // Well-formed text is inside a cell only after an odd number of marks, so that few lines need the slower look.
      if (count % 2 === 1 && quotes.areOpen(bytes.subarray(start, at))) continue;
      if (!isBlank(bytes, start, at)) {
        starts.push(start);
        lines.push(recordLine);
      }
      start = at + 1;
      recordLine = line;
      count = 0;
      quotes.reset();
    }
    marks = count;
    return { starts, lines, end: start };
  };
  return { scan, line: () => recordLine, isInsideQuotes: quotes.areOpen };
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === carriageReturn);
}

type Place = 'cell-start' | 'unquoted' | 'quoted' | 'after-quote';

/**
 * Tells whether a record, as far as it goes, ends inside a quoted cell; each byte of it is looked at once. A mark opens a
 * cell only as its first character: a wrong one spoils its own row, or that and the next, and not all the rest of the file.
 */
function quoteWatch(delimiterText: string) {
  const delimiter = delimiterText.charCodeAt(0);
  let place: Place = 'cell-start';
  let seen = 0;
  return {
    areOpen: (record: Buffer): boolean => {
      for (; seen < record.length; seen += 1) place = placeAfter(place, record[seen] ?? newline, delimiter);
      return place === 'quoted';
    },
    reset: () => {
      place = 'cell-start';
      seen = 0;
    },
  };
}

function placeAfter(place: Place, byte: number, delimiter: number): Place {
  if (place === 'quoted') return byte === quote ? 'after-quote' : 'quoted';
  if (byte === delimiter) return 'cell-start';
  if (byte === quote) return place === 'unquoted' ? 'unquoted' : 'quoted';
  return place === 'after-quote' && byte === carriageReturn ? 'after-quote' : 'unquoted';
}
