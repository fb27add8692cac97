import { PipelineError } from '../errors.ts';

/** Files that are often named `.csv` and are something else, by their first bytes. */
const signatures: readonly (readonly [bytes: string, what: string, remedy: string])[] = [
  ['25504446', 'a PDF', 'give the release as text; figures in a PDF cannot be imported'],
  ['fffe', 'text in UTF-16', 'convert it: iconv -f UTF-16 -t UTF-8 <file> > <new file>'],
  ['feff', 'text in UTF-16', 'convert it: iconv -f UTF-16 -t UTF-8 <file> > <new file>'],
  ['1f8b', 'packed twice with gzip', 'unpack it once: gunzip -c <file> > <new file>'],
  ['425a68', 'packed with bzip2', 'unpack it, or pack it with gzip'],
  ['fd377a585a00', 'packed with xz', 'unpack it, or pack it with gzip'],
  ['28b52ffd', 'packed with zstd', 'unpack it, or pack it with gzip'],
  ['377abcaf271c', 'a 7-Zip archive', 'unpack it, or pack it with gzip'],
];

/**
 * Refuses what is neither delimited text nor a workbook, which is read by itself, saying what it is.
 * @throws PipelineError `contract`.
 */
export function refuseOtherFormats(head: Buffer, name: string): void {
  const start = head.toString('hex', 0, 16);
  const signature = signatures.find(([bytes]) => start.startsWith(bytes));
  if (signature) throw mislabelled(name, signature[1], signature[2]);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(head.toString('latin1', 0, 200))) {
    throw mislabelled(name, 'a web page or XML', 'fetch the file itself, not the page about it');
  }
  if (isWideText(head))
    throw mislabelled(name, 'text in UTF-16', 'convert it: iconv -f UTF-16LE -t UTF-8 <file> > <new file>');
  if (head.includes(0x0d) && !head.includes(0x0a)) {
    throw mislabelled(
      name,
      'text whose lines end in a carriage return alone',
      "convert it: tr '\\r' '\\n' < <file> > <new file>",
    );
  }
  if (head.includes(0))
    throw mislabelled(name, 'binary: it holds zero bytes', 'give the file as it was published, as text in UTF-8');
}

function mislabelled(name: string, what: string, remedy: string): PipelineError {
  return new PipelineError('contract', `${name} is not delimited text: it is ${what}`, remedy);
}

/** UTF-16 without a byte order mark: every second byte of English text is zero. */
function isWideText(head: Buffer): boolean {
  const sample = head.subarray(0, 200);
  if (sample.length < 4) return false;
  const zeros = (parity: number) => sample.filter((byte, at) => at % 2 === parity && byte === 0).length;
  const half = sample.length / 2;
  return (zeros(0) > half * 0.8 && zeros(1) === 0) || (zeros(1) > half * 0.8 && zeros(0) === 0);
}
