import { estimatedWidth } from '../../pipeline/charts/bar/label.ts';

/** A text of a drawing and about where it lies. */
export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** Every text of a drawing, in order. */
export function textsIn(svg: string): readonly DrawnText[] {
  return [...svg.matchAll(/(<text[^>]*>)([^<]*)<\/text>/g)].map(([, tag = '', written = '']) => {
    const text = written
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    const size = Number(attribute(tag, 'font-size') ?? 10.5);
    const wide = estimatedWidth(text, size);
    const [x, y] = [Number(attribute(tag, 'x')), Number(attribute(tag, 'y'))];
    const anchor = attribute(tag, 'text-anchor');
    const left = anchor === 'middle' ? x - wide / 2 : anchor === 'end' ? x - wide : x;
    return { text, left, right: left + wide, top: y - size * 0.72, bottom: y + size * 0.15 };
  });
}

/** Pairs of texts that lie over each other. */
export function overlapsIn(svg: string): readonly string[] {
  const texts = textsIn(svg);
  return texts.flatMap((a, at) =>
    texts
      .slice(at + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} | ${b.text}`),
  );
}

/** Texts and shapes that reach beyond the view box, but for half a letter. */
export function outsideOf(svg: string): readonly string[] {
  const [, width = 0, height = 0] = (/viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? []).map(Number);
  const texts = textsIn(svg).filter(
    ({ left, right, top, bottom }) => left < -5 || right > width + 5 || top < 0 || bottom > height,
  );
  const starts = [...svg.matchAll(/ (?:d="M|x="|cx=")(-?[\d.]+)/g)].map(([, x]) => Number(x));
  return [...texts.map(({ text }) => text), ...starts.filter((x) => x < 0 || x > width).map(String)];
}

/** Tags that are opened and not closed, in their order; entities and signs that XML does not know. */
export function xmlFaults(svg: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [tag, closing, name = '', empty] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/gi)) {
    if (closing === '/') {
      if (open.pop() !== name) faults.push(tag);
    } else if (empty !== '/') open.push(name);
  }
  const rest = svg.replaceAll(/<\/?[a-z]+(?:\s+[a-z-]+="[^"<>]*")*\s*\/?>/gi, '');
  return [...faults, ...open, ...(rest.match(/[<>]|&(?!(?:amp|lt|gt|quot);)/g) ?? [])];
}
