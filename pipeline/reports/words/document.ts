/** The frame of a document: its title, its sections and what stands in place of figures that it does not have. */
export const documentWords = {
  /** In the window, the bookmarks and the properties of a file. Slots: `report`, `period`, `scope`. */
  title: '{report}, {period}: {scope}',
  /** The scope on the cover. Slot of `office`: its `name`. Slots of `agreement`: `agency`, `state`, `model`. */
  scope: { national: 'National', office: '{name} Field Office', agreement: '{agency}, {state}: {model}' },
  /**
   * In a document of one agreement, after its scope: the number by which it is known. Slots: `scope`, `id`, `day` of signing,
   * which is not always on record.
   */
  named: { signed: '{scope}, agreement {id}, signed {day}', unsigned: '{scope}, agreement {id}' },
  /** The same in running heads, where there is little room and the model is its code. Slots: `scope`, `id`. */
  namedShort: '{scope}, {id}',
  /** The days of a document that has everything since the signing. Slot: `days`. */
  sinceSigning: '{days}: since the signing',
  /** The title of such a document. Slots: `report`, `period`, `scope`. */
  titleSinceSigning: '{report}, totals since signing, {period}: {scope}',
  /** The scope at the end of a title. */
  scopeInTitle: { national: 'national', office: '{name} Field Office', agreement: '{agency}, {state}: {model}' },
  /** On every page of a document of synthetic data. */
  synthetic: {
    word: 'SYNTHETIC',
    sentence:
      'Synthetic data: every figure in this document was generated for demonstration and describes no real event.',
  },
  /** In place of a section without any figure. */
  nothingInSection: 'Not available: the sources tell of none of the periods compared.',
  /** Where several sections have no figure: one in their place, which names them. */
  untold: {
    id: 'not-available',
    title: 'What the sources do not tell',
    introduction:
      'The sources wholly cover none of the periods of this document for these parts of the report. Not available is not zero.',
  },
  /** In place of tables of which the sources tell, and of which there is nothing. Slot: `titles`, joined by semicolons. */
  emptyTables: 'Nothing is on record in any of the periods compared: {titles}.',
  /** In place of tables without a figure, where others of the section have some. Slot: `titles`, joined by semicolons. */
  missingTables: 'Not available, because the sources tell of none of the periods compared: {titles}.',
  /** Under a key figure. Slots: `figure` (of `compared`), and `when` as {@link periodWords} says it. */
  keyFigure: {
    compared: '{figure} {when}',
    none: 'none {when}',
    unavailable: 'not available {when}',
    /** Of a period longer than a year. */
    uncompared: 'no earlier period',
  },
} as const;
