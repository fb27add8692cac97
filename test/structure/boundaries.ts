import { posix } from 'node:path';
import { codeOnly, type SourceFile, valueImports } from './source-text.ts';

/** A group of modules with the same rights. */
type Layer =
  | 'leaves'
  | 'the machine'
  | 'database'
  | 'rules and counts'
  | 'catalogues of data'
  | 'pure stages'
  | 'drawing and delivering'
  | 'acting stages'
  | 'spine'
  | 'shell';

const layerOfName: Readonly<Record<string, Layer>> = {
  period: 'leaves',
  errors: 'leaves',
  cell: 'leaves',
  determination: 'leaves',
  wording: 'leaves',
  'scope-folder': 'leaves',
  // Who this process is to others that share its folders.
  'process-name': 'the machine',
  priorities: 'rules and counts',
  measures: 'rules and counts',
  classify: 'rules and counts',
  disclosure: 'catalogues of data',
  charts: 'catalogues of data',
  reports: 'catalogues of data',
  sources: 'catalogues of data',
  // Not one of the eight stages: how import follows agreements from one listing to the next.
  register: 'pure stages',
  tabulate: 'pure stages',
  protect: 'pure stages',
  compose: 'pure stages',
  formats: 'drawing and delivering',
  checks: 'drawing and delivering',
  channels: 'drawing and delivering',
  import: 'acting stages',
  extract: 'acting stages',
  render: 'acting stages',
  publish: 'acting stages',
  distribute: 'acting stages',
  run: 'spine',
  schedule: 'spine',
  effects: 'spine',
  cli: 'shell',
  config: 'shell',
};

/** The steps and catalogues of `pipeline/`, as the design names them. */
export const moduleNames: ReadonlySet<string> = new Set(Object.keys(layerOfName));

const stages: ReadonlySet<string> = new Set(
  'classify extract tabulate protect compose render publish distribute import'.split(' '),
);

/** Each layer, lowest first, with the layers below it that it may use. */
const uses: Readonly<Record<Layer, readonly Layer[]>> = (() => {
  const pure: readonly Layer[] = ['leaves', 'rules and counts', 'catalogues of data'];
  const drawing: readonly Layer[] = [...pure, 'the machine', 'database', 'pure stages'];
  const acting: readonly Layer[] = [...drawing, 'drawing and delivering'];
  const spine: readonly Layer[] = [...acting, 'acting stages'];
  return {
    leaves: ['leaves'],
    'the machine': ['leaves'],
    database: ['leaves', 'database'],
    'rules and counts': ['leaves'],
    'catalogues of data': ['leaves'],
    'pure stages': pure,
    'drawing and delivering': drawing,
    'acting stages': acting,
    spine: [...spine, 'spine'],
    shell: [...spine, 'spine', 'shell'],
  };
})();

const drawingPackages =
  /^(puppeteer|exceljs|handlebars|fflate|saxes|tar-fs|csv-(parse|stringify)|pdfjs-dist|@cantoo\/pdf-lib|@sparticuz\/chromium|@fontsource)(\/|$)/;

/** What comes from outside, by layer and where the rights differ by module. `node:` is tried with its prefix. */
const packages: Readonly<Record<Layer, RegExp>> = {
  leaves: /^(zod|dayjs)(\/|$)/,
  'the machine': /^node:/,
  database: /^(kysely|pg|pg-copy-streams|@electric-sql\/pglite|zod)(\/|$)/,
  'rules and counts': /^(kysely|zod)$/,
  'catalogues of data': /^zod$/,
  'pure stages': /^zod$/,
  'drawing and delivering': new RegExp(`^node:|${drawingPackages.source}`),
  'acting stages': /^(node:|zod$)/,
  spine: /^(node:|pg-boss$)/,
  shell: /^(node:|(commander|listr2|pino|zod)$)/,
};

const morePackages: Readonly<Record<string, RegExp>> = {
  charts: /^(d3-[a-z]+|topojson-client|us-atlas\/counties-albers-10m\.json)$/,
  sources: /^csv-parse(\/|$)/,
  channels: /^(nodemailer(\/lib\/(mail-composer|smtp-connection))?|ssh2-sftp-client|@aws-sdk\/client-s3)$/,
  import: /^(csv-parse|csv-stringify|fflate|saxes)(\/|$)/,
  cli: /^csv-(parse|stringify)(\/|$)/,
  schedule: /^@18f\/us-federal-holidays$/,
  // Hashing is arithmetic: the same text, the same figures.
  queries: /^node:crypto$/,
  'queries/database': /^node:/,
};

/** The layers in which the same input always gives the same output. */
const pureLayers: ReadonlySet<Layer> = new Set(['leaves', 'rules and counts', 'catalogues of data', 'pure stages']);

const impurities: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bdayjs(\.utc)?\(\s*\)/, 'reads the clock'],
  [/\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/, 'draws at random'],
  [/\bprocess\./, 'reads the process'],
  [/\b(fetch|setTimeout|setInterval)\(/, 'touches the world'],
];

const queryBuilding =
  /\bsql\s*(?:<[^`]*>)?`|\bsql\.(raw|ref|table|id)\b|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/;

/** Every breach of the boundaries in these files; none: an empty list. */
export function boundaryFaults(files: readonly SourceFile[]): readonly string[] {
  const data = dataModules(files);
  return files.filter((file) => /^(pipeline|queries)\/.*\.ts$/.test(file.path)).flatMap((file) => faultsOf(file, data));
}

/** The files of `queries/` that hold contracts and lists of codes and no SQL: every layer above the leaves may use them. */
function dataModules(files: readonly SourceFile[]): ReadonlySet<string> {
  const needs = new Map(
    files
      .filter((file) => file.path.startsWith('queries/') && !queryBuilding.test(codeOnly(file.source)))
      .map((file) => [file.path, valueImports(file.source).map(({ specifier }) => resolved(file.path, specifier))]),
  );
  const isData = (need: string) => need === 'zod' || layerOf(need) === 'leaves' || needs.has(need);
  for (let before = -1; before !== needs.size; ) {
    before = needs.size;
    for (const [path, imported] of needs) if (!imported.every(isData)) needs.delete(path);
  }
  return new Set(needs.keys());
}

/** A path of the tree for a relative import; a package's name as it is. */
const resolved = (path: string, specifier: string) =>
  specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;

function faultsOf(file: SourceFile, data: ReadonlySet<string>): readonly string[] {
  const layer = layerOf(file.path);
  if (layer === undefined) return [`${file.path}: belongs to no layer of the design`];
  const imports = valueImports(file.source).flatMap(({ specifier }) => {
    const target = resolved(file.path, specifier);
    if (data.has(target) && layer !== 'leaves') return [];
    const fault = specifier.startsWith('.') ? innerFault(file.path, target) : outerFault(file.path, specifier);
    return fault === undefined ? [] : [`${file.path}: ${fault}`];
  });
  return [...imports, ...textFaults(file, layer)];
}

/** The step or catalogue that a file belongs to: `formats` of `pipeline/formats/pdf/repair.ts`. */
function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'pipeline' ? second.replace(/\.ts$/, '') : top;
}

function layerOf(path: string): Layer | undefined {
  const module = moduleOf(path);
  if (module === 'queries') return 'database';
  return Object.hasOwn(layerOfName, module) ? layerOfName[module] : undefined;
}

function innerFault(path: string, target: string): string | undefined {
  const [from, to] = [moduleOf(path), moduleOf(target)];
  const [layer, below] = [layerOf(path), layerOf(target)];
  if (from === to) return undefined;
  if (layer === undefined || below === undefined) return `imports ${target}, which belongs to no layer`;
  if (stages.has(to) && layer !== 'spine' && layer !== 'shell')
    return `imports the stage ${to}; only run.ts joins stages`;
  if (uses[layer].includes(below) || allowedBeside(from, to, target)) return undefined;
  return `imports ${target}; ${layer} may not use ${below}`;
}

/** The exceptions that the design names. */
function allowedBeside(from: string, to: string, target: string): boolean {
  if (from === 'classify') return to === 'priorities';
  if (from === 'reports' && to === 'measures') return true;
  if (from === 'checks' && to === 'formats') return true;
  return layerOfName[from] === 'catalogues of data' && contracts.has(target);
}

/** Each catalogue and the name of its contract. */
export const catalogues: Readonly<Record<string, string>> = {
  sources: 'source',
  priorities: 'regime',
  measures: 'measure',
  reports: 'report',
  disclosure: 'method',
  charts: 'chart',
  formats: 'format',
  checks: 'check',
  channels: 'channel',
};

const contracts: ReadonlySet<string> = new Set(
  Object.entries(catalogues).map(([catalogue, contract]) => `pipeline/${catalogue}/${contract}.ts`),
);

function outerFault(path: string, specifier: string): string | undefined {
  const layer = layerOf(path);
  if (layer === undefined) return undefined;
  const place = /^queries\/database[/.]/.test(path) ? 'queries/database' : moduleOf(path);
  if (packages[layer].test(specifier) || morePackages[place]?.test(specifier)) return undefined;
  return `imports ${specifier}, which ${layer} may not`;
}

function textFaults({ path, source }: SourceFile, layer: Layer): readonly string[] {
  const code = codeOnly(source);
  const found: string[] = [];
  if (pureLayers.has(layer) || path === 'pipeline/config.ts') {
    for (const [pattern, what] of impurities) if (pattern.test(code)) found.push(`${path}: ${what}, and is pure`);
  }
  if (path !== 'pipeline/cli.ts' && /\bconsole\.|\bprocess\.(exit|env|exitCode)\b/.test(code)) {
    found.push(`${path}: uses console, process.env or process.exit, which only pipeline/cli.ts may`);
  }
  if (layer !== 'database' && layer !== 'rules and counts' && queryBuilding.test(code)) {
    found.push(`${path}: builds a query; SQL stands in queries/, priorities/, measures/ and classify.ts`);
  }
  return found;
}
