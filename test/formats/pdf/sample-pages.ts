import { readFileSync } from 'node:fs';

/** A face of the real documents as a `data:` URL, so that the browser needs nothing from outside. */
function face(weight: 400 | 700): string {
  const file = new URL(
    `../../../node_modules/@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`,
    import.meta.url,
  );
  const data = readFileSync(file).toString('base64');
  return `@font-face{font-family:"Source Sans 3";font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
}

const style = `${face(400)}${face(700)}
@page{size:letter;margin:0.9in 0.8in;
  @top-left{content:"Sample of a report";font:9pt "Source Sans 3"}
  @bottom-right{content:"Page " counter(page) " of " counter(pages);font:9pt "Source Sans 3"}}
body{font:10.5pt/1.4 "Source Sans 3"} h1,h2{break-after:avoid}
table{border-collapse:collapse;width:100%} th,td{border-bottom:1px solid #999;padding:3px 6px;text-align:right}
th:first-child{text-align:left} thead th{background:#e6ecf2} tfoot td,tfoot th{font-weight:700}
.page{break-before:page} .card{border:1px solid #666;background:#f4f4f4;padding:8px}
li::marker{color:#345}`;

const head = (title: string) =>
  `<!doctype html><html lang="en-US"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>`;

function table(caption: string, rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, index) =>
      `<tr><th scope="row">Office ${index + 1}</th><td>${(index * 37) % 991}</td><td>${(index * 53) % 883}</td><td>NA</td></tr>`,
  );
  return `<table><caption>${caption}</caption><thead><tr><th scope="col">Field office</th><th scope="col">June 2020</th>
<th scope="col">May 2020</th><th scope="col">June 2019</th></tr></thead><tbody>${lines.join('')}
<tr><th scope="row">Total</th><td>1,234</td><td>5,678</td><td>NA</td></tr></tbody></table>`;
}

function chart(id: string, bars: number): string {
  const drawn = Array.from(
    { length: bars },
    (_, index) =>
      `<rect x="120" y="${index * 18 + 4}" width="${40 + ((index * 61) % 320)}" height="12" fill="#345"/>
<text x="112" y="${index * 18 + 14}" font-size="10" text-anchor="end">Office ${index + 1}</text>`,
  );
  return `<div class="card"><svg role="img" aria-label="Bar chart ${id}: counts by office; the table holds the figures" width="500"
height="${bars * 18 + 10}" viewBox="0 0 500 ${bars * 18 + 10}">${drawn.join('')}<path d="M118 0v${bars * 18 + 8}" stroke="#000"/></svg></div>`;
}

/** Everything that the repair pass must handle: contents, long table, lists, links, chart, figure, emphasis, margin boxes. */
export function samplePage(title = 'Sample of a report', marker = 'first document'): string {
  return `${head(title)}<body><h1>${title}</h1><p>This is the ${marker}, with <strong>strong</strong> and <em>stressed</em> words.</p>
<nav><ul><li><a href="#offices">Encounters by field office<span class="page-number"></span></a></li>
<li><a href="#notes">Notes<span class="page-number"></span></a></li></ul></nav>
<p>Source: <a href="https://www.example.gov/data">published <strong>data</strong> of the agency</a>.</p>
<h2 id="offices">Encounters by field office</h2>${table('Encounters by field office, June 2020', 70)}
<h2>Chart</h2>${chart('offices', 12)}
<figure>${chart('inside-figure', 4)}<figcaption>A chart inside a figure</figcaption></figure>
<h2 id="notes" class="page">Notes</h2><h3>Method</h3><ol><li>First note.</li><li>Second note with a list:<ul><li>inner one</li><li>inner two</li></ul></li></ol>
<p aria-hidden="true">Only decoration.</p><blockquote>Quoted.</blockquote></body></html>`;
}

/** About thirteen pages with ten tables and eight charts, for timings and batches. */
export function longPage(title = 'A long report'): string {
  const sections = Array.from(
    { length: 10 },
    (
      _,
      index,
    ) => `<section class="page"><h2 id="s${index}">Section ${index + 1}</h2>${table(`Table ${index + 1}`, 30 + index)}
${index < 8 ? chart(`c${index}`, 9) : ''}</section>`,
  );
  const contents = sections.map((_, index) => `<li><a href="#s${index}">Section ${index + 1}</a></li>`).join('');
  return `${head(title)}<body><h1>${title}</h1><ul>${contents}</ul>${sections.join('')}</body></html>`;
}

/** The smallest page that holds text. */
export function shortPage(title: string, text: string): string {
  return `${head(title)}<body><h1>${title}</h1><p>${text}</p></body></html>`;
}

/** What a template may come to hold one day: groups with opacity, pictures, bare text, asides, nested containers, spans. */
export function oddPage(): string {
  const picture =
    'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';
  return `${head('Odd')}<body><h1>Odd</h1><div>Bare text with <b>bold</b> and<sup>1</sup></div><div>Text<p>paragraph</p>tail</div>
<svg role="img" aria-label="Half transparent" width="200" height="80"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/>
<stop offset="1" stop-color="blue"/></linearGradient></defs><g opacity="0.5"><rect width="100" height="50" fill="url(#g)"/>
<text x="5" y="20">office affix</text></g></svg><div style="opacity:0.6"><p>Pale paragraph</p><p>Second <a href="#end">link</a></p></div>
<img alt="A dot" src="data:image/png;base64,${picture}"><div style="background:url(data:image/png;base64,${picture})"><p>On a picture</p></div>
<section><h2 id="end">Section</h2><dl><dt>Term</dt><dd>Meaning</dd></dl></section><aside>Aside</aside><hr><pre>code</pre>
<div><div>One</div><div>Two</div></div><div style="transform:rotate(3deg);filter:blur(1px)"><p>Filtered</p></div>
<table><thead><tr><th scope="col" colspan="2">Both</th></tr><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">r</th><td>1</td></tr><tr><td></td></tr></tbody></table></body></html>`;
}
