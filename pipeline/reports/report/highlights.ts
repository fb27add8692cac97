import type { Breakdown, Measure } from '../../measures/measure.ts';

/** Sentences made from the figures, with every word of them; `{name}` marks a slot. */
export interface HighlightsDefinition {
  readonly kind: 'highlights';
  readonly sentences: readonly SentenceDefinition[];
  /** A change is called about the same below the least percent, and given as a number below the least earlier figure. */
  readonly limits: { readonly leastPercent: number; readonly leastBase: number; readonly mostPercent: number };
  readonly words: HighlightWords;
}

/** One sentence: figures of one window, and how the first of them compares with other windows. */
export interface SentenceDefinition {
  /** Slots: `figures`, `when`. It begins with a capital and ends with a full stop without being told to. */
  readonly text: string;
  /** In an office's own document; a further slot: `office`. Absent: `text`. */
  readonly officeText?: string;
  readonly window: 'period' | 'fytd';
  readonly figures: readonly HighlightFigure[];
  /** `in-turn`: beginning with the first figure, without which nothing is said; else as a list. */
  readonly joined: 'in-turn' | 'with-and';
  readonly compared?: {
    readonly windows: readonly ('year-earlier' | 'previous' | 'prior-fytd')[];
    /** What is compared, where the sentence names several things. */
    readonly noun?: { readonly one: string; readonly many: string };
  };
  /** What is not available where there is no figure; absent: the sentence is left out then. */
  readonly subject?: string;
}

/** A figure of a sentence: a measure's total, or one row of one of its tables. */
export interface HighlightFigure {
  readonly measure: Measure;
  readonly row?: { readonly by: Breakdown; readonly code: string };
  /** Absent: a figure of zero is left out. */
  readonly none?: string;
  readonly one: string;
  /** Slot: `count`. */
  readonly many: string;
  /** What is not available where the sentence's other figures are; absent: nothing is said of it. */
  readonly subject?: string;
  /** Said right after it, where it has a figure: `74 agreements in 20 states`. */
  readonly followedBy?: Omit<HighlightFigure, 'none' | 'subject' | 'followedBy'>;
}

/** The words that every sentence shares. */
export interface HighlightWords {
  /** Opens the highlights of an office's own document. Slot: `office`. */
  readonly officeOpening: string;
  /** Slots: `name`; `from` and `through`; `day`; `year` and `day`. */
  readonly when: Readonly<Record<'named' | 'days' | 'day' | 'toDate', string>>;
  /**
   * Slots: `when`; `noun` of `more`, `fewer`, `about` and `same`; the earlier figure `before` of these but `same`, and of
   * `upFrom` and `downToNone`; the `size` of a change of `percent`, `more` and `fewer`.
   */
  readonly change: Readonly<
    Record<
      | 'percent'
      | 'more'
      | 'fewer'
      | 'about'
      | 'same'
      | 'upFromNone'
      | 'upFrom'
      | 'downToNone'
      | 'stillNone'
      | 'unavailable'
      | 'withheld',
      string
    >
  >;
  /** Follows a subject. */
  readonly missing: Readonly<Record<'unavailable' | 'withheld', string>>;
  /** In place of all sentences, where not one has a figure. */
  readonly nothing: string;
}
