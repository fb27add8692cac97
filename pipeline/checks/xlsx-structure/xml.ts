/** An element of an XML part, without namespace prefixes. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text directly inside, entities decoded. */
  readonly text: string;
}

interface OpenElement extends Element {
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const token =
  /<!\[CDATA\[(.*?)\]\]>|<[?!][^>]*>|<\/[^>]+>|<([^\s/>]+)((?:[^>"'/]+|"[^"]*"|'[^']*'|\/(?!>))*)(\/?)>|([^<]+)/gs;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its character references resolved. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return entities[name] ?? whole;
  });
}

const localName = (name: string): string => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name);

function opened(name: string, attributes: string): OpenElement {
  const values: Record<string, string> = {};
  if (attributes.includes('=')) {
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      values[localName(key)] = decodeEntities(double ?? single ?? '');
    }
  }
  return { name: localName(name), attributes: values, children: [], text: '' };
}

/**
 * The tree of a part of a workbook. Not ExcelJS: its reader passes over much of what is checked here (quote prefixes,
 * filters, links), and a library that reads its own writing repeats its own mistakes.
 */
export function parseXml(xml: string): Element {
  const root = opened('', '');
  const open: OpenElement[] = [root];
  for (const [whole, cdata, name, attributes = '', closed, text] of xml.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += decodeEntities(text);
    else if (name !== undefined) {
      const element = opened(name, attributes);
      parent.children.push(element);
      if (closed === '') open.push(element);
    } else if (whole.startsWith('</') && open.length > 1) open.pop();
  }
  return root.children[0] ?? root;
}

/** The first child of that name, or undefined. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((of) => of.name === name);
}

/** The children of that name inside the first child `list`; none where there is no such list. */
export function listed(element: Element | undefined, list: string, name: string): readonly Element[] {
  return (child(element, list)?.children ?? []).filter((of) => of.name === name);
}
