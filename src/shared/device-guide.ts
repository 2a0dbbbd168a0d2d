import * as z from 'zod';
import { clientKindSchema } from './model.ts';

/**
 * Places in the sentences of a guide that are filled in for one client: the mailbox's address, and the values of the side that the
 * sentence belongs to. `pause`, `missed` and `note` belong to no side, so they may name the address and the user alone.
 */
export const guidePlaces = ['address', 'user', 'host', 'port', 'security'] as const;
export type GuidePlace = (typeof guidePlaces)[number];

const sentenceWith = (places: readonly GuidePlace[]) =>
  z
    .string()
    .min(1)
    .max(200)
    .refine(
      (text) => [...text.matchAll(/\{([^{}]*)\}|[{}]/g)].every(([, name]) => places.some((place) => place === name)),
      'names a place that is not filled in',
    );
const step = sentenceWith(guidePlaces);
const remark = sentenceWith(['address', 'user']);

/** How the new password is entered on one kind of client, in one language. */
export const guideWordsSchema = z.strictObject({
  /** Each side is complete by itself: a client may use only one. Empty where the kind never does. */
  receiving: z.array(step).max(6),
  sending: z.array(step).max(6),
  /** How it is kept from knocking with the old password before the change. */
  pause: z.array(remark).min(1).max(2),
  /** What it looks like if a step was missed. */
  missed: remark,
  note: remark.optional(),
});
export type GuideWords = z.infer<typeof guideWordsSchema>;

/**
 * How far a guide can be relied on. `tried`: with the program itself; `documentation`: written from the pages in
 * `sources`; `general`: the names of the menus were not found out for sure.
 */
export const guideCheckSchema = z.strictObject({
  how: z.enum(['documentation', 'tried', 'general']),
  on: z.iso.date(),
  sources: z.array(z.url({ protocol: /^https$/ }).max(300)).max(6),
});

/** The languages of a guide. English is always there. */
export const guideFileSchema = z.strictObject({
  kind: clientKindSchema,
  checked: guideCheckSchema.refine(({ how, sources }) => how === 'general' || sources.length > 0, 'needs a source'),
  words: z.strictObject({
    en: guideWordsSchema,
    de: guideWordsSchema.optional(),
    fr: guideWordsSchema.optional(),
    es: guideWordsSchema.optional(),
  }),
});
export type GuideFile = z.infer<typeof guideFileSchema>;
export type GuideLanguage = keyof GuideFile['words'];

const filled = z.string().max(2_000);
/** One guide in one language, with the values of one client filled in and only the sides that it uses. */
export const deviceGuideSchema = z.strictObject({
  kind: clientKindSchema,
  checked: guideCheckSchema,
  receiving: z.array(filled).max(6),
  sending: z.array(filled).max(6),
  pause: z.array(filled).max(2),
  missed: filled,
  note: filled.nullable(),
});
export type DeviceGuide = z.infer<typeof deviceGuideSchema>;

/** A value of a client that can be copied by itself. */
export const clientValueSchema = z.enum(['user', 'receiving-host', 'receiving-port', 'sending-host', 'sending-port']);
export type ClientValue = z.infer<typeof clientValueSchema>;
