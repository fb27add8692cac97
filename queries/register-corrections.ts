import { z } from 'zod';

/**
 * What a person may say about the register, against what the lists seem to say. `same-as` and `different-from` join and
 * part agreements; `same-agency` joins the agencies that hold two agreements.
 */
export const correctionActions = ['same-as', 'different-from', 'same-agency', 'name', 'signed-on', 'ended-on'] as const;

const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'holds a control character')
    .refine((text) => !/\S@\S/.test(text), 'holds a mail address');

/**
 * A person's correction of the register, kept for good and reported. An agreement is named by its id, or by its state,
 * an agency name under which a list showed it, and its model, parted by bars: `FL | Escambia County Sheriff's Office | WSO`.
 * Names on lists stay; an id may change when an older list is imported.
 */
export const correctionContract = z
  .strictObject({
    agreement: oneLine(400),
    action: z.enum(correctionActions),
    /** The other agreement, the agency's name, or the date (`ended-on`: the first day on which it was not in force). */
    value: oneLine(400),
    reason: oneLine(1000),
    /** Whose decision it was, as an office or a role; never a person's name. */
    by_role: oneLine(100),
  })
  .refine(({ action, value }) => !action.endsWith('-on') || z.iso.date().safeParse(value).success, {
    message: 'value must be a date such as 2025-08-04',
    path: ['value'],
  });
export type RegisterCorrection = Readonly<z.infer<typeof correctionContract>>;
