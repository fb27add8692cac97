import { assert, double, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Operand, readOperations } from '../../../pipeline/formats/pdf/content-stream.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const read = (text: string) => readOperations(latin(text));
const names = (text: string): readonly string[] => read(text).map(({ name }) => name);
const only = (text: string): Operand | undefined => read(text)[0]?.operands[0];
const stringOf = (operand: Operand | undefined): string =>
  typeof operand === 'object' && operand?.kind === 'string'
    ? Buffer.from(operand.bytes).toString('latin1')
    : 'no string';

describe('the tokeniser of content streams', () => {
  test('reads operators with their operands and the bytes that they stand in', () => {
    const text = 'q 1 0 0 -1 .5 -792.25 cm\n/F4 12 Tf';
    const operations = read(text);
    expect(operations.map(({ name, operands }) => [name, operands])).toEqual([
      ['q', []],
      ['cm', [1, 0, 0, -1, 0.5, -792.25]],
      ['Tf', [{ kind: 'name', name: 'F4' }, 12]],
    ]);
    expect(operations.map(({ from, until }) => text.slice(from, until))).toEqual([
      'q',
      '1 0 0 -1 .5 -792.25 cm',
      '/F4 12 Tf',
    ]);
  });

  test('reads literal strings with nesting, escapes, octal codes and line ends', () => {
    expect(stringOf(only('(a(b)c) Tj'))).toBe('a(b)c');
    expect(stringOf(only('(\\(\\)\\\\\\n\\r\\t\\b\\f\\q) Tj'))).toBe('()\\\n\r\t\b\fq');
    expect(stringOf(only('(\\101\\7\\0538) Tj'))).toBe('A\x07+8');
    expect(stringOf(only('(one\\\ntwo\\\r\nthree) Tj'))).toBe('onetwothree');
    expect(stringOf(only('() Tj'))).toBe('');
  });

  test('takes operators, comments and brackets inside a string as text', () => {
    expect(stringOf(only('(BT /X Do ET % EMC ] >> EI) Tj'))).toBe('BT /X Do ET % EMC ] >> EI');
    expect(names('(EMC) Tj EMC')).toEqual(['Tj', 'EMC']);
  });

  test('reads hexadecimal strings with white space and an odd number of digits', () => {
    expect(stringOf(only('<48 65\n6C6c6F> Tj'))).toBe('Hello');
    expect(stringOf(only('<4> Tj'))).toBe('@');
    expect(stringOf(only('<> Tj'))).toBe('');
  });

  test('reads arrays, nested dictionaries and names with escapes', () => {
    expect(only('[(a) -120 <62>] TJ')).toEqual({
      kind: 'array',
      items: [{ kind: 'string', bytes: latin('a') }, -120, { kind: 'string', bytes: latin('b') }],
    });
    const [operation] = read('/Span <</MCID 3/ActualText(x)/A<</B[1 true null]>>>>BDC');
    const properties = operation?.operands[1];
    expect(operation?.name).toBe('BDC');
    if (typeof properties !== 'object' || properties?.kind !== 'dictionary') throw new Error('no dictionary was read');
    expect([...properties.entries.keys()]).toEqual(['MCID', 'ActualText', 'A']);
    expect(only('/A#20B#2f gs')).toEqual({ kind: 'name', name: 'A B/' });
  });

  test('skips comments up to the end of the line, and none inside strings', () => {
    expect(names('q % BT (unclosed\rQ % EMC\nBT ET')).toEqual(['q', 'Q', 'BT', 'ET']);
  });

  test('tells the operands true, false and null from operators that begin like them', () => {
    expect(read('true false null f f* n')).toMatchObject([
      { name: 'f', operands: [true, false, null] },
      { name: 'f*', operands: [] },
      { name: 'n', operands: [] },
    ]);
  });

  test('needs no white space where delimiters separate', () => {
    expect(names('BT/F1 1 Tf(a)Tj[(b)]TJ<63>Tj/Artifact<</Type/Pagination>>BDC EMC ET')).toEqual(
      'BT Tf Tj TJ Tj BDC EMC ET'.split(' '),
    );
  });

  test('steps over inline images, also where their data hold the letters EI', () => {
    const image = 'BI /W 4 /H 1 /BPC 8 /CS /G ID \x00 EI\xff\x01 EI \x80\x02\nEI Q';
    const operations = readOperations(latin(`q ${image}`));
    expect(operations.map(({ name }) => name)).toEqual(['q', 'BI', 'Q']);
    expect(names('BI /W 1 /H 1 ID x\nEI')).toEqual(['BI']);
  });

  test.each([
    ['a string without end', '(abc'],
    ['a hexadecimal string without end', '<41'],
    ['a hexadecimal string with other signs', '<4Z> Tj'],
    ['an array without end', '[1 2'],
    ['a dictionary without end', '/A <</B 1'],
    ['a dictionary of something else than names and values', '/A <<1 2>> BDC'],
    ['an inline image without end', 'BI /W 1 ID abc'],
    ['operands without an operator', '1 2 3'],
    ['a bracket that closes nothing', 'q ] Q'],
    ['a number that is none', '1-2 w'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(/content stream of the PDF/);
  });

  test('reads an empty stream as nothing', () => {
    expect(names('')).toEqual([]);
    expect(names(' \n%only a comment')).toEqual([]);
  });

  test('reads a number as JavaScript reads it, however it is written', () => {
    const value = (text: string) => only(`${text} w`);
    for (const text of ['0', '-0', '+7', '.5', '-.25', '4.', '00012', '1234567890123456', '0.1234567890123456789'])
      expect(value(text), text).toBe(Number(text));
    const isTheSame = (text: string) => Object.is(value(text), Number(text));
    assert(
      property(double({ min: -1e6, max: 1e6, noNaN: true }), integer({ min: 0, max: 12 }), (of, places) =>
        isTheSame(of.toFixed(places)),
      ),
    );
    for (const text of ['.', '-', '1.2.3', '12a', '--1'])
      expect(() => value(text), text).toThrow('a number that cannot be read');
  });

  test('tells words apart, short and long, when they come again', () => {
    expect(names('q Q BT BT BDC EMC Longer Longer q')).toEqual([
      'q',
      'Q',
      'BT',
      'BT',
      'BDC',
      'EMC',
      'Longer',
      'Longer',
      'q',
    ]);
    expect(names('ab abc abcd abcde')).toEqual(['ab', 'abc', 'abcd', 'abcde']);
  });
});
