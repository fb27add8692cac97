import type { Code } from './codelists.ts';
import { spellingIndex } from './spellings.ts';

/**
 * Processing dispositions (`domain.md` §6): our code, after the agency's own where it has one; the label that readers
 * see; and the spellings met in records beside the label itself, spelled out or coded. Which spellings mean the same
 * follows the look-up table that the University of Washington Center for Human Rights drew up for the releases of 2019.
 */
const table: readonly (readonly [code: string, label: string, ...spellings: string[]])[] = [
  ['absconder', 'Absconder', 'ABS'],
  [
    'admdpt',
    'Administrative removal (I-851)',
    'ADMDPT',
    'ADMINISTRATIVE DEPORTATION I-851/I-851A',
    'ADMINISTRATIVE DEPORTATION',
  ],
  ['adrev', 'Admissibility review'],
  ['admit', 'Admitted', 'ADMIT'],
  ['bag', 'Bag and baggage', 'B'],
  ['crew-i99', 'Crewmember (I-99)', 'CRWI99'],
  ['crew-i99-removal', 'Crewmember removal (I-99)', 'CRW99R', 'CREW MEMBER (I-99) REMOVAL'],
  ['crew-detained', 'Crewmember detained on board', 'CRW/DT'],
  ['crew-refused', 'Crewmember refused landing rights', 'CRWRLR'],
  ['deferred', 'Deferred inspection', 'DEF'],
  ['deferred-no-show', 'Deferred inspection, no show', 'DEF/NS', 'DEFERRED INSPECTION - NO SHOW'],
  ['deported', 'Deported', 'D'],
  ['dtnr', 'Detainer', 'DTNR'],
  ['exclusion', 'Exclusion', 'EX'],
  ['er', 'Expedited removal (I-860)', 'ER', 'ERF', 'EXPEDITED REMOVAL'],
  ['er-full', 'Expedited removal (I-860), full scope', 'EXPEDITED REMOVAL (I-860) - FULL SCOPE'],
  ['er-lr', 'Expedited removal, limited review', 'ER/LR', 'EXPEDITED REMOVAL LIMITED REVIEW'],
  ['er-tfr', 'Expedited removal, temporary final rule', 'ER/TFR', 'EXPEDITED REMOVAL TEMPORARY FINAL RULE'],
  ['er-cf', 'Expedited removal with credible fear', 'ER/CF'],
  ['fbusc', 'Foreign-born U.S. citizen', 'FBUSC', 'FOREIGN BORN USC'],
  ['fr', 'Formal removal', 'FR'],
  ['in-transit', 'In-transit refusal'],
  ['nar', 'Not amenable to removal', 'NAR'],
  ['nic', 'Not in custody', 'NIC'],
  ['nta', 'Notice to Appear (I-862)', 'NTA', 'NTA_1'],
  ['nta-dt', 'Notice to Appear, detained (I-862)', 'NTA/DT', 'NOTICE TO APPEAR DETAINED (I-862)'],
  ['nta-rel', 'Notice to Appear, released (I-862)', 'NOTICE TO APPEAR RELEASED (I-862)'],
  ['nta-pd', 'Notice to Appear, prosecutorial discretion', 'NTA/PD', 'NOTICE TO APPEAR/PROSECUTORIAL DISCRETION'],
  ['other', 'Other', 'AW', 'T'],
  ['paroled', 'Paroled', 'P'],
  ['pd', 'Prosecutorial discretion', 'PD'],
  ['reinst', 'Reinstatement of removal order (I-871)', 'REINST', 'REINSTATEMENT OF DEPORT ORDER I-871'],
  ['reinrf', 'Reinstatement, reasonable fear', 'REINRF', 'REINSTATEMENT OF DEPORTATION REASONABLE FEAR'],
  ['rel', 'Released', 'REL', 'RELEASE'],
  ['rel-pd', 'Released, prosecutorial discretion', 'REL/PD', 'RELEASED/PROSECUTORIAL DISCRETION'],
  ['stow', 'Stowaway', 'STOW'],
  ['stow-lr', 'Stowaway, limited review', 'STW/LR', 'STOWAWAY - LIMITED REVIEW'],
  ['stow-cf', 'Stowaway with credible fear', 'STW/CF'],
  ['twov', 'Transit without visa, refusal', 'TRANSIT WITHOUT VISA REFUSAL'],
  ['tot', 'Turned over to another agency', 'TOT', 'TURNED OVER TO'],
  ['vwp-cf', 'Visa Waiver Program, credible fear', 'VWP/CF'],
  ['vwp-lr', 'Visa Waiver Program, limited review', 'VWP/LR', 'VWPRLR'],
  [
    'vwp-ij',
    'Visa Waiver Program, referred to immigration judge (I-863)',
    'VWP WITH I-863 NOTICE TO REFER (REFER TO IJ)',
  ],
  ['vwp-refusal', 'Visa Waiver Program, refusal', 'VWPRF', 'VWPPRF', 'VWP REFUSAL'],
  ['vwp-refusal-lr', 'Visa Waiver Program, refusal, limited review', 'VWP - REFUSAL - LIMITED REVIEW'],
  ['vwp-removal', 'Visa Waiver Program, removal', 'VWPRM', 'VWPPRM', 'VWP REMOVAL', 'VWPP REMOVAL'],
  ['vwp-removal-lr', 'Visa Waiver Program, removal, limited review', 'VWP - REMOVAL - LIMITED REVIEW'],
  ['vwp-gm', 'Visa Waiver Program, removal (Guam and CNMI)', 'VWP/GM', 'VWP REMOVAL (GUAM-CNMI)'],
  ['i-210', 'Voluntary departure (I-210)', 'I', 'I-210'],
  ['v', 'Voluntary return', 'V'],
  ['wa-nta', 'Warrant of arrest and Notice to Appear', 'WA/NTA', 'WARRANT OF ARREST/NOTICE TO APPEAR'],
  ['wd', 'Withdrawal of application (I-275)', 'WD', 'WD2', 'WITHDRAWAL (I-275)', 'WITHDRAWAL (WD2)'],
  ['wd-er', 'Withdrawal in lieu of expedited removal', 'WD/ER', 'WITHDRAWAL IN LIEU OF ER'],
  ['wd-nta', 'Withdrawal in lieu of Notice to Appear', 'WD/NTA', 'WITHDRAWAL IN LIEU OF NTA'],
];

/** Processing dispositions, in alphabetical order of what they are about. */
export const dispositions: readonly Code[] = table.map(([code, label]) => ({ code, label }));

/** The code of a recorded disposition, in whatever case and spacing; undefined where no list of ours has it. */
export const dispositionNamed: (recorded: string) => string | undefined = spellingIndex('disposition', table);
