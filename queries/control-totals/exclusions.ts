/** Why a row on record is not counted; each row has one reason, the first that holds. */
export const exclusions = [
  { code: 'superseded', label: 'Not counted: another file is preferred for its day' },
  { code: 'no-program', label: 'Not counted: no program on record' },
  { code: 'other-program', label: 'Not counted: another program' },
] as const;
export type Exclusion = (typeof exclusions)[number]['code'];
