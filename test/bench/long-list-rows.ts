import type { LongList } from '../../pipeline/formats/xlsx/long-list.ts';

const reasons = [
  'occurred_on: "13/45/2020" is no date',
  'office_code: no field office is named "Nowhere"; citizenship: blank',
  '=office_code: a cell that begins like a formula',
];

const dayLength = 86_400_000;
const firstDay = Date.UTC(2015, 0, 1);
const dayOf = (at: number) => new Date(firstDay + (at % 3_000) * dayLength).toISOString().slice(0, 10);

function rowOf(at: number) {
  return [
    `R-${at}`,
    ['TX', 'FL', 'GA'][at % 3] ?? '',
    at % 7 === 0 ? null : `County number ${at % 254}`,
    `Sheriff's Office & Jail of County number ${at % 1_200}`,
    'Warrant Service Officer',
    dayOf(at),
    at % 5 === 0 ? null : dayOf(at + 700),
    at % 3 === 0 ? 'Active' : 'Terminated',
    at * 7,
    reasons[at % reasons.length] ?? '',
  ] as const;
}

/** A list of ten columns with as many generated rows, which are made one by one as they are asked for. */
export function generatedList(rowCount: number): LongList {
  const column = (header: string, kind: 'text' | 'number' | 'date', width: number) => ({ header, kind, width });
  return {
    id: 'generated',
    name: 'Generated',
    title: 'Generated rows',
    subject: 'Rows for a measurement',
    language: 'en-US',
    notes: ['A blank cell means that nothing is recorded.'],
    source: 'generated',
    asOf: '2026-01-01T00:00:00Z',
    mark: null,
    columns: [
      column('Row', 'text', 12),
      column('State', 'text', 8),
      column('County', 'text', 20),
      column('Agency', 'text', 40),
      column('Model', 'text', 24),
      column('Signed', 'date', 12),
      column('Until', 'date', 12),
      column('Status', 'text', 14),
      column('Number', 'number', 12),
      column('Reasons', 'text', 60),
    ],
    rowCount,
    rows: (async function* () {
      for (let at = 1; at <= rowCount; at += 1) yield rowOf(at);
    })(),
  };
}
