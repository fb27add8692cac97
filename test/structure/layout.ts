import { catalogues, moduleNames } from './boundaries.ts';
import { type SourceFile, valueImports, withoutComments } from './source-text.ts';

/** Every breach of the anatomy of catalogues: contract, registry, members named for their ids, parts in a folder named for what they are parts of. */
export function registryFaults(files: readonly SourceFile[]): readonly string[] {
  return Object.entries(catalogues).flatMap(([catalogue, contract]) => catalogueFaults(files, catalogue, contract));
}

/** Data that the members of a catalogue share, beside its contract; it may have parts of its own. */
const sharedData: Readonly<Record<string, readonly string[]>> = { reports: ['words'] };

function catalogueFaults(files: readonly SourceFile[], catalogue: string, contract: string): readonly string[] {
  const folder = `pipeline/${catalogue}/`;
  const inside = files.filter((file) => file.path.startsWith(folder) && file.path.endsWith('.ts'));
  if (inside.length === 0) return [];
  const nameOf = (file: SourceFile) => file.path.slice(folder.length).replace(/\.ts$/, '');
  const direct = inside.filter((file) => !nameOf(file).includes('/'));
  const shared = sharedData[catalogue] ?? [];
  const members = direct.filter((file) => ![contract, 'index', ...shared].includes(nameOf(file)));
  const named = new Set([contract, ...members.map(nameOf), ...shared]);
  const faults: string[] = [];
  if (!direct.some((file) => nameOf(file) === contract))
    faults.push(`${folder}: its contract ${contract}.ts is missing`);
  const index = direct.find((file) => nameOf(file) === 'index');
  if (members.length > 0 && index === undefined) faults.push(`${folder}: has members and no index.ts`);
  for (const member of members) faults.push(...memberFaults(member, nameOf(member), index));
  const parts = new Set(
    inside
      .map(nameOf)
      .filter((name) => name.includes('/'))
      .map((name) => name.split('/')[0] ?? ''),
  );
  for (const part of parts) if (!named.has(part)) faults.push(`${folder}${part}/: is not named for a member`);
  return faults;
}

function memberFaults(member: SourceFile, name: string, index: SourceFile | undefined): readonly string[] {
  const faults: string[] = [];
  const ids = [...withoutComments(member.source).matchAll(/\bid(?:: | = )'([^']+)'/g)].map((match) => match[1]);
  if (!ids.includes(name)) faults.push(`${member.path}: nothing in it has the id '${name}'`);
  if (index !== undefined && !isListed(name, index.source))
    faults.push(`${member.path}: is not listed in ${index.path}`);
  return faults;
}

/** Imported by the registry, and used in it. */
function isListed(name: string, index: string): boolean {
  const wanted = valueImports(index).filter(({ specifier }) => specifier === `./${name}.ts`);
  const body = withoutComments(index).replaceAll(/^\s*import\b[^;]*;/gm, '');
  return wanted.some(({ names }) => names.some((local) => new RegExp(`\\b${local}\\b`).test(body)));
}

const vague = new Set(
  'util utils utility utilities helper helpers common core manager managers service services type types constant constants shared misc lib base'.split(
    ' ',
  ),
);

/** Every path whose name says nothing, or which stands where the design has no place for it. */
export function nameFaults(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const parts = path.split('/').map((part) => part.replace(/\..*$/, ''));
    const faults: string[] = [];
    for (const part of parts) if (vague.has(part)) faults.push(`${path}: "${part}" names no concept`);
    const file = path.slice(path.lastIndexOf('/') + 1);
    if (/\.ts$/.test(file) && !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(file))
      faults.push(`${path}: is not in kebab case`);
    if (file === 'index.ts' && !isRegistry(path)) faults.push(`${path}: index.ts exists only for registries`);
    if (path.startsWith('templates/') && /\.[cm]?[jt]s$/.test(path)) faults.push(`${path}: templates hold no code`);
    return [...faults, ...placeFaults(path)];
  });
}

const isRegistry = (path: string) =>
  Object.keys(catalogues).some((catalogue) => path === `pipeline/${catalogue}/index.ts`);

/** In `pipeline/`, files are steps and folders are catalogues, or the parts of a step. */
function placeFaults(path: string): readonly string[] {
  const [top, second = '', third] = path.split('/');
  if (top !== 'pipeline') return [];
  const name = second.replace(/\.ts$/, '');
  if (!moduleNames.has(name)) return [`${path}: the design has no step or catalogue "${name}"`];
  const isCatalogue = Object.hasOwn(catalogues, name);
  if (isCatalogue && third === undefined) return [`${path}: "${name}" is a catalogue, and so a folder`];
  return [];
}

const topLevel = new Set(
  'pipeline templates queries out test package.json tsconfig.json README.md package-lock.json node_modules biome.json knip.json vitest.config.ts'.split(
    ' ',
  ),
);

/** Every entry of the project's folder that the design does not give; dotfiles are free. */
export function topLevelFaults(entries: readonly string[]): readonly string[] {
  return entries
    .filter((entry) => !entry.startsWith('.') && !topLevel.has(entry))
    .map((entry) => `${entry}: the top level is given, and this is not in it`);
}
