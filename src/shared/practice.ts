/**
 * A mailbox of the practice service that nobody has added yet, so that adding one can be practised. Its password is no
 * secret: it stands on the screen, and the mailbox is on this computer only, for as long as the practice round lasts.
 */
export const practiceNewcomer = { address: 'new@practice.example', password: 'Practice-Meadow-7' } as const;

/** The administrator of the practice service, for trying what an office does. No secret either, for the same reasons. */
export const practiceAdministrator = { password: 'Practice-Office-9' } as const;
