/** The frame of a document: its title, its sections and what stands in place of figures that it does not have. */
export const documentWords = {
  /** In the window, the bookmarks and the properties of a file. Slots: `report`, `period`, `scope`. */
  title: '{report}, {period}: {scope}',
  /** The scope on the cover and in running heads. Slot of `office`: its `name`. Slots of `agreement`: `agency`, `state`, `model`. */
  scope: { national: 'National', office: '{name} Field Office', agreement: '{agency}, {state}: {model}' },
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
      'The sources tell of none of the periods compared for these parts of the report. Not available is not zero.',
  },
  /** In place of tables without a figure, where others of the section have some. Slot: `titles`, joined by semicolons. */
  missingTables: 'Not available, because the sources tell of none of the periods compared: {titles}.',
  /** Under a key figure. Slots: `figure` (of `compared`), and `when` as {@link periodWords} says it. */
  keyFigure: {
    compared: '{figure} {when}',
    none: 'none {when}',
    unavailable: 'not available {when}',
    /** Of a period longer than a year. */
    uncompared: 'not compared: the period is longer than a year',
  },
} as const;
