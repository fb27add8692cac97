/** A file of the tree, or of an example: its path from the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

/** What a file takes from another module when it runs. `import type` is erased and is none. */
export interface ValueImport {
  readonly specifier: string;
  /** The local names that it brings in, without those marked `type`. */
  readonly names: readonly string[];
}

// In the order in which they could hide one another: comments, strings, templates, regular expressions where one can begin.
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[=(,:!&|?{};[\n]|return)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;

/** The source with its comments blanked, line by line. */
export function withoutComments(source: string): string {
  return source.replace(token, (text) => (/^\/[/*]/.test(text) ? text.replaceAll(/[^\n]/g, ' ') : text));
}

/** The source with comments, strings and regular expressions blanked. Templates stay: code may stand inside them. */
export function codeOnly(source: string): string {
  return source.replace(token, (text) => (text.startsWith('`') ? text : text.replaceAll(/[^\n]/g, ' ')));
}

const statement = /^[ \t]*(import|export)\b(?![ \t]*\()([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm;
const bare = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\b(?:import|require|import\.meta\.resolve)\s*\(\s*['"]([^'"]+)['"]/g;

/** Every module that the file needs when it runs, static, dynamic and re-exported. */
export function valueImports(source: string): readonly ValueImport[] {
  const text = withoutComments(source);
  const found: ValueImport[] = [];
  for (const [, , clause = '', specifier = ''] of text.matchAll(statement)) {
    if (!/^\s*type\b(?!\s*(?:,|from\b))/.test(clause)) found.push({ specifier, names: namesIn(clause) });
  }
  for (const pattern of [bare, dynamic]) {
    for (const [, specifier = ''] of text.matchAll(pattern)) found.push({ specifier, names: [] });
  }
  return found;
}

/** `a, { b, type C, d as e }` gives `a`, `b` and `e`. */
function namesIn(clause: string): readonly string[] {
  return clause
    .replaceAll(/[{}*]/g, ',')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.replace(/^.*\bas\s+/, ''));
}
