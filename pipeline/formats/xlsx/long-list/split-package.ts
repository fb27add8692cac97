import { PipelineError } from '../../../errors.ts';

/** Takes the bytes of one part as they come; `isLast` comes once, at its end. */
export type PartReader = (bytes: Buffer, isLast: boolean) => void;

const localHeader = 0x0403_4b50;
const headerLength = 30;
/** After a part whose size was not known before it: signature, checksum, and the size twice, 4 bytes each. */
const descriptor = Buffer.from([0x50, 0x4b, 0x07, 0x08]);
const descriptorLength = 16;

interface OpenPart {
  readonly read: PartReader;
  /** Bytes of the part that were read. */
  readonly done: number;
  /** Bytes of the whole part; null: a descriptor after it says so. */
  readonly size: number | null;
}

/** One step through what has come; null: more has to come first. */
type Step = { readonly used: number; readonly open: OpenPart | null } | null;

/**
 * Takes a package apart while ExcelJS writes it, one part after another, none of them deflated. `fflate` can do so too, but
 * looks at every byte of a part of unknown size: that took as long as all of ExcelJS's work.
 */
export function splitPackage(partNamed: (name: string) => PartReader): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let open: OpenPart | null = null;
  return (chunk) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (bytes.length > 0) {
      const step: Step = open === null ? readHeader(bytes, partNamed) : readPart(bytes, open);
      if (step === null) break;
      open = step.open;
      bytes = bytes.subarray(step.used);
    }
    rest = bytes;
  };
}

function readHeader(bytes: Buffer, partNamed: (name: string) => PartReader): Step {
  if (bytes.length < headerLength) return null;
  // What follows the last part is the directory, which says nothing new.
  if (bytes.readUInt32LE(0) !== localHeader) return { used: bytes.length, open: null };
  const nameEnd = headerLength + bytes.readUInt16LE(26);
  const used = nameEnd + bytes.readUInt16LE(28);
  if (bytes.length < used) return null;
  if (bytes.readUInt16LE(8) !== 0) throw unforeseen('deflates a part');
  const read = partNamed(bytes.toString('utf8', headerLength, nameEnd));
  const isSizedLater = (bytes.readUInt16LE(6) & 8) !== 0;
  return { used, open: { read, done: 0, size: isSizedLater ? null : bytes.readUInt32LE(22) } };
}

function readPart(bytes: Buffer, open: OpenPart): Step {
  const { read, done, size } = open;
  if (size === null) return readToDescriptor(bytes, open);
  const used = Math.min(bytes.length, size - done);
  const isLast = done + used === size;
  read(bytes.subarray(0, used), isLast);
  return { used, open: isLast ? null : { read, size, done: done + used } };
}

/** The four bytes may stand in a part as well: a descriptor is what also tells the size of all before it. */
function readToDescriptor(bytes: Buffer, { read, done, size }: OpenPart): Step {
  for (let at = bytes.indexOf(descriptor); at >= 0; at = bytes.indexOf(descriptor, at + 1)) {
    if (at + descriptorLength > bytes.length) return passOn(at);
    if (bytes.readUInt32LE(at + 8) !== done + at || bytes.readUInt32LE(at + 12) !== done + at) continue;
    read(bytes.subarray(0, at), true);
    return { used: at + descriptorLength, open: null };
  }
  const lastByte = bytes.lastIndexOf(descriptor[0] ?? 0);
  const mayBegin = lastByte > bytes.length - descriptor.length && isPrefix(bytes.subarray(lastByte));
  return passOn(mayBegin ? lastByte : bytes.length);

  function passOn(used: number): Step {
    if (used === 0) return null;
    read(bytes.subarray(0, used), false);
    return { used, open: { read, size, done: done + used } };
  }
}

const isPrefix = (bytes: Buffer) => bytes.equals(descriptor.subarray(0, bytes.length));

const unforeseen = (what: string) =>
  new PipelineError('internal', `the streaming writer ${what}`, 'report this as a defect of report287');
