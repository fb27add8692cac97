import { type Cells, csv, whole } from './files.ts';

/** One ordinary row of each file about the administration of agreements. */
export const officer: Cells = {
  officer_id: 'O1',
  agreement_id: 'M1',
  nominated_on: '2020-01-20',
  cleared_on: '2020-02-03',
  trained_on: '2020-03-13',
  exam_result: 'passed-on-retake',
  certified_on: '2020-04-01',
  ended_on: '2020-06-15',
  ended_reason: 'left-agency',
};
export const training: Cells = { officer_id: 'O1', course: 'initial', completed_on: '2020-03-13' };
export const login: Cells = { officer_id: 'O1', logged_in_on: '2020-05-29' };
export const post: Cells = {
  post_id: 'P1',
  kind: 'field',
  office_code: 'MIA',
  held_from: '2019-01-01',
  held_until: '2020-03-01',
};
export const milestone: Cells = { agreement_id: 'M1', kind: 'operational', occurred_on: '2020-04-02' };
export const installation: Cells = {
  installation_id: 'I1',
  agreement_id: 'M1',
  site: 'County jail, "main" building',
  requested_on: '2020-01-21',
  isa_signed_on: '2020-03-01',
  bids_closed_on: '',
  delivered_on: '',
  installed_on: '',
};
export const performance: Cells = {
  performance_id: 'D1',
  agreement_id: 'M1',
  duty: 'detainer-notice',
  began_on: '2020-06-10',
  began_at: '2020-06-10T23:30:00-04:00',
  met_at: '2020-06-11T04:15:00Z',
};
export const review: Cells = {
  review_id: 'R1',
  agreement_id: 'M1',
  form: 'I-862',
  submitted_on: '2020-06-11',
  reviewed_on: '2020-06-12',
  outcome: 'returned',
};
export const complaint: Cells = {
  complaint_id: 'C1',
  agreement_id: 'M1',
  source: 'attorney',
  received_at: '2020-06-01T09:00:00-04:00',
  notified_at: '',
  resolved_on: '2020-06-30',
  finding: 'unsubstantiated',
  result_reported_on: '',
};
export const inspection: Cells = {
  inspection_id: 'N1',
  agreement_id: 'M1',
  inspected_on: '2020-06-18',
  rating: 'compliant-with-deficiencies',
  deficiencies: '3',
  corrective_actions_open: '1',
  corrective_actions_closed: '2',
};
export const figure: Cells = { agreement_id: 'M1', month: '2020-06-01', measure: 'detainer', figure: '12' };

/** The files about the administration of the agreements of `whole`. */
export const administration = {
  'officers.csv': csv([officer, { ...officer, officer_id: 'O2', ended_on: '', ended_reason: '' }]),
  'training.csv': csv([training, { ...training, course: 'refresher', completed_on: '2020-05-04' }]),
  'logins.csv': csv([login]),
  'managers.csv': csv([post, { ...post, held_from: '2020-03-01', held_until: '' }]),
  'milestones.csv': csv([milestone, { ...milestone, kind: 'expires', occurred_on: '2023-01-15' }]),
  'installations.csv': csv([installation]),
  'duties.csv': csv([performance]),
  'reviews.csv': csv([review]),
  'complaints.csv': csv([complaint]),
  'inspections.csv': csv([inspection]),
  'figures.csv': csv([figure, { ...figure, measure: 'encounter', figure: '0' }]),
} as const;

/** The files of an extract that leaves nothing out. */
export const everything = { ...whole, ...administration };
