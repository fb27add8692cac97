import type { Artifact } from '../../formats/format.ts';
import type { ArchivedDocument, ArchivedFile } from '../../formats/html/archive-page.ts';

/** The nation first, then the field offices in order of their codes. Files that belong to no document are not listed. */
export function documentsOf(files: readonly Artifact[], folder: string): readonly ArchivedDocument[] {
  const scopeOf = ({ path }: Artifact) => path.slice(0, Math.max(path.indexOf('/'), 0));
  const scopes = [...new Set(files.map(scopeOf))].filter((scope) => scope !== '');
  const ordered = scopes.toSorted(
    (one, other) => Number(other === national) - Number(one === national) || (one < other ? -1 : 1),
  );
  return ordered.map((scope) => {
    const own = files.filter((file) => scopeOf(file) === scope);
    const isTable = ({ path }: Artifact) => path.startsWith(`${scope}/tables/`);
    const tables = own.filter(isTable).map((file) => archivedFile(file, folder, nameOf(file)));
    const whole = own
      .filter((file) => !isTable(file))
      .map((file) => archivedFile(file, folder, file.format.toUpperCase()));
    // Among them lies what describes them.
    const count = own.filter(({ format }) => format === 'csv').length;
    const tableCount = `${count} ${count === 1 ? 'table' : 'tables'}, CSV`;
    return { scope: scope === national ? 'National' : scope, files: whole, tables, tableCount };
  });
}

const national = 'national';

const nameOf = ({ path }: Artifact): string => path.split('/').at(-1) ?? path;

function archivedFile({ path, size, sha256 }: Artifact, folder: string, label: string): ArchivedFile {
  return { href: hrefOf(folder, path), label, size: sizeInWords(size), sha256: sha256.slice(0, 12) };
}

/** A link to a file of an edition, from the folder that `folder` is relative to. */
export function hrefOf(folder: string, path: string): string {
  return `${folder}/${path}`.split('/').map(encodeURIComponent).join('/');
}

/** Kilobytes of 1,000 bytes, at least one. */
function sizeInWords(bytes: number): string {
  return bytes < 999_500 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
