/** Characters of a folder's name, and those of a longer one that stay as they are. */
const folderName = { most: 150, kept: 120 } as const;

/**
 * The name of the folder in which the document of a scope stands: its id as it is, where file systems take it so. Sources
 * choose the ids of agreements: every character but letters, digits, `.`, `_` and `-`, and a `.` at either end, becomes `~`
 * and the two hexadecimal digits of each of its bytes, and the end of a long name a sum of the whole id.
 */
export function scopeFolder(id: string): string {
  const plain = id.replace(/[^A-Za-z0-9._-]|^\.|\.$/gu, bytesInHexadecimal);
  if (plain.length > folderName.most) return `${plain.slice(0, folderName.kept)}~~${checksum(id)}`;
  return plain === '' ? '~' : plain;
}

const bytesInHexadecimal = (character: string): string =>
  Array.from(new TextEncoder().encode(character), (byte) => `~${byte.toString(16).padStart(2, '0')}`).join('');

/** FNV-1a over 64 bits. */
function checksum(text: string): string {
  let sum = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
  return sum.toString(36);
}
