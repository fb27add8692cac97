import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopeFolder } from '../../pipeline/scope-folder.ts';

describe('the folder of a scope', () => {
  it.each([
    ['national', 'national'],
    ['ATL', 'ATL'],
    ['2020.GA_Cobb-1', '2020.GA_Cobb-1'],
    ['GA/Cobb 1', 'GA~2fCobb~201'],
    ['Doña Ana', 'Do~c3~b1a~20Ana'],
    ['a~2f', 'a~7e2f'],
    ['', '~'],
    ['.', '~2e'],
    ['..', '~2e~2e'],
    ['.git', '~2egit'],
  ])('of %j is %s', (id, folder) => {
    expect(scopeFolder(id)).toBe(folder);
  });

  it('is a plain name of at most 150 characters, and no two ids have one in common', () => {
    const id = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(scopeFolder(one)).toMatch(/^(?!\.)[A-Za-z0-9._~-]{1,150}(?<!\.)$/);
        expect(scopeFolder(one) === scopeFolder(other)).toBe(one === other);
      }),
    );
    const long = 'x'.repeat(400);
    expect(scopeFolder(`${long}1`)).not.toBe(scopeFolder(`${long}2`));
  });
});
