import * as z from 'zod';
import type { ServiceMode, ServicePlan } from '../model/mail-service.ts';

/*
 * Where the app may die. Each point names one call that the engine makes to the world outside, before it had its effect or
 * after it, and recognises it by what the call carries. Nothing of this exists in the app: the calls are met in the file
 * layer of the child process and, for all others, on the parent's side.
 */

/** A call of the file layer: an append of a journal line of this type, or of a line of the attempts. */
export const filePointSchema = z.strictObject({
  on: z.literal('file'),
  /** `claim` and `settled` are the attempts' lines, all others the journal's. */
  line: z.string(),
  /** Something that the line must contain. */
  holding: z.string().optional(),
  /** Only once something has been sent. */
  onceSent: z.boolean().optional(),
  /** `torn`: when half of the bytes are in the file. */
  when: z.enum(['before', 'torn', 'after']),
});
export type FilePoint = z.infer<typeof filePointSchema>;

/** A call that the parent answers: the keychain, the provider, a mail server, or the page that a person is on. */
export interface OwnPoint {
  readonly on: 'secret-set' | 'secret-remove' | 'change' | 'old-sign-in' | 'new-sign-in' | 'page';
  /** `torn`: the keychain has kept half of the text. */
  readonly when: 'before' | 'torn' | 'after';
}

export interface FailPoint {
  readonly id: string;
  /** What is so at this moment, in words. */
  readonly name: string;
  readonly at: FilePoint | OwnPoint;
  readonly modes: readonly ServiceMode[];
  /** What has to be so for this point to be met at all. */
  readonly answer?: ServicePlan['answer'];
  /** Met only where the current password is known. */
  readonly known?: true;
  /** Met only once the new password has signed in, or (`previous`) once there is an old one to be forgotten. */
  readonly past?: 'proof' | 'previous';
}

const every: readonly ServiceMode[] = ['self', 'admin', 'by-hand'];
const programs: readonly ServiceMode[] = ['self', 'admin'];

const line = (type: string, when: FilePoint['when'], more: Partial<FilePoint> = {}): FilePoint => ({
  on: 'file',
  line: type,
  when,
  ...more,
});

export const failPoints: readonly FailPoint[] = [
  { id: 'F1', name: 'before the plan is noted', at: line('planned', 'before'), modes: every },
  { id: 'F2', name: 'planned, the secret not yet stored', at: { on: 'secret-set', when: 'before' }, modes: every },
  { id: 'F3', name: 'stored, not read back', at: { on: 'secret-set', when: 'after' }, modes: every },
  { id: 'F3b', name: 'read back, not noted as stored', at: line('staged', 'before'), modes: every },
  { id: 'F4', name: 'half of the secret is stored', at: { on: 'secret-set', when: 'torn' }, modes: every },
  { id: 'F5', name: 'noted as stored, nothing sent', at: line('staged', 'after'), modes: every },
  {
    id: 'F6',
    name: 'the intent to send is noted, nothing sent',
    at: { on: 'change', when: 'before' },
    modes: programs,
  },
  { id: 'F6b', name: 'half of the intent to send is on the disk', at: line('submitting', 'torn'), modes: every },
  { id: 'F7', name: 'sent, no answer', at: { on: 'change', when: 'after' }, modes: programs },
  { id: 'F7b', name: 'changed on the page, nothing said', at: { on: 'page', when: 'after' }, modes: ['by-hand'] },
  {
    id: 'F8',
    name: 'answered, the answer not noted',
    at: line('provider-accepted', 'before'),
    modes: programs,
    answer: 'accepted',
  },
  {
    id: 'F9',
    name: 'accepted and noted, nobody asked',
    at: line('provider-accepted', 'after'),
    modes: programs,
    answer: 'accepted',
  },
  {
    id: 'F10',
    name: 'refused and noted',
    at: line('provider-refused', 'after'),
    modes: programs,
    answer: { refused: 'provider.policy' },
  },
  {
    id: 'F11',
    name: 'noted that the outcome is unknown',
    at: line('provider-unknown', 'after'),
    modes: programs,
    answer: 'unknown',
  },
  {
    id: 'F12',
    name: 'a sign-in is intended, nothing tried',
    at: line('probing', 'after', { onceSent: true }),
    modes: every,
  },
  {
    id: 'F12b',
    name: 'the right to one sign-in is used up, nothing tried',
    at: line('claim', 'after', { onceSent: true }),
    modes: every,
  },
  {
    id: 'F12c',
    name: 'the new password is at the mail server, no answer',
    at: { on: 'new-sign-in', when: 'after' },
    modes: every,
  },
  {
    id: 'F12e',
    name: 'the old password is at the mail server, nothing sent, no answer',
    at: { on: 'old-sign-in', when: 'after' },
    modes: every,
    known: true,
  },
  {
    id: 'F12d',
    name: 'the answer of a sign-in is counted, not noted',
    at: line('probed', 'before', { onceSent: true }),
    modes: every,
  },
  {
    id: 'F13',
    name: 'the new password has signed in',
    at: line('probed', 'after', { onceSent: true, holding: '"signed-in"' }),
    modes: every,
    past: 'proof',
  },
  { id: 'F14', name: 'proven, not current', at: line('proven', 'after'), modes: every, past: 'proof' },
  {
    id: 'F14b',
    name: 'half of the promotion is on the disk',
    at: line('promoted', 'torn'),
    modes: every,
    past: 'proof',
  },
  { id: 'F15', name: 'current, the round not begun', at: line('promoted', 'after'), modes: every, past: 'proof' },
  { id: 'F16', name: 'a client is to be visited', at: line('client-checking', 'after'), modes: every, past: 'proof' },
  {
    id: 'F17',
    name: 'a client was visited, not noted',
    at: line('client-checked', 'before'),
    modes: every,
    past: 'proof',
  },
  { id: 'F18', name: 'finished', at: line('finished', 'after'), modes: every, past: 'proof' },
  {
    id: 'F19',
    name: 'an old password is to be forgotten',
    at: { on: 'secret-remove', when: 'before' },
    modes: every,
    past: 'previous',
  },
  { id: 'F20', name: 'forgotten, not noted', at: line('forgotten', 'before'), modes: every, past: 'previous' },
];

/** What has happened to the notes or the keychain while the app was not running. */
export const spoils = ['forged line', 'unreadable', 'older copy', 'keychain emptied'] as const;
export type Spoil = (typeof spoils)[number];

/** Cuts of power that leave a state to be found rather than a moment to die in; each has a suite of its own. */
export const stateFaults: readonly { readonly id: string; readonly name: string; readonly suite: string }[] = [
  { id: 'F21', name: 'the last line of the journal is torn', suite: 'torn writes' },
  { id: 'F22', name: 'the journal cannot be read', suite: 'spoiled notes, emptied keychain' },
  { id: 'F23', name: 'the keychain was emptied', suite: 'spoiled notes, emptied keychain' },
  { id: 'F24', name: 'the disk is full before anything is sent', suite: 'full disk' },
  { id: 'F25', name: 'the disk is full after the password was sent', suite: 'full disk' },
  { id: 'F26', name: 'the notes come from a backup', suite: 'spoiled notes, emptied keychain' },
];
