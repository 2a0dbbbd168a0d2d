import type { TFunction } from 'i18next';
import type { AppUpdateView, Holding, UpdateStage } from '../../../shared/apps.ts';
import type { RotationId } from '../../../shared/ids.ts';

/** What every part of an update on screen is given. */
export interface UpdateProps {
  rotation: RotationId;
  update: AppUpdateView;
  /** As the person calls the device: two profiles of one app are two devices. */
  device: string;
  /** It is one of several that wait for an answer, and one button above answers for all of them. */
  several: boolean;
  /** The person does it alone: the guide is opened. */
  onGuide: () => void;
}

/** Who has the next word: Keyround itself, the person, or nobody any more. */
const turnOf: Readonly<Record<UpdateStage, 'keyround' | 'person' | 'nobody'>> = {
  planning: 'keyround',
  asking: 'person',
  'close-first': 'person',
  writing: 'keyround',
  'reading-back': 'keyround',
  proving: 'keyround',
  proved: 'person',
  unproved: 'person',
  undoing: 'keyround',
  settling: 'keyround',
  done: 'nobody',
  undone: 'nobody',
  declined: 'nobody',
  'not-possible': 'nobody',
  stuck: 'nobody',
};

/** Keyround works on it just now; it needs no press. */
export const isWorking = ({ stage }: AppUpdateView): boolean => turnOf[stage] === 'keyround';

/** The update stands in place of the guide. What it leaves to the person is guided once it has been written. */
export function isInHand({ stage, left }: AppUpdateView): boolean {
  if (turnOf[stage] === 'nobody') return false;
  return left.length === 0 || (stage !== 'proved' && stage !== 'unproved');
}

/** The store has to be opened before anything can be said about it. */
export const isLocked = ({ locked, stage }: AppUpdateView): boolean => locked && stage === 'not-possible';

const sides = ['receiving', 'sending'] as const;
const held = ({ holds }: AppUpdateView): Holding[] => sides.flatMap((side) => holds[side] ?? []);

/** Every sign-in of it has the right password already, and not because of this update: its evidence says all there is. */
export const isUpToDate = (update: AppUpdateView): boolean =>
  turnOf[update.stage] === 'nobody' &&
  update.writes.length === 0 &&
  held(update).length > 0 &&
  held(update).every((holds) => holds === 'new');

/** What its store holds, in a sentence; in two, where receiving and sending differ. Empty where nothing was read. */
export function foundWords(t: TFunction, update: AppUpdateView): string {
  const { name, holds } = update;
  const [first, second] = held(update);
  if (first === undefined) return '';
  if (second === undefined || first === second) return t(`appUpdate.found.${first}`, { name });
  return sides
    .flatMap((side) => {
      const one = holds[side];
      if (one === null) return [];
      return t('appUpdate.ofSide', { side: t(`lamp.${side}`), sentence: t(`appUpdate.found.${one}`, { name }) });
    })
    .join(' ');
}

/** Which sides would be written, or were. */
export function writtenSides({ writes }: AppUpdateView): 'receiving' | 'sending' | 'both' {
  const sends = writes.some(({ protocol }) => protocol === 'smtp');
  const receives = writes.some(({ protocol }) => protocol !== 'smtp');
  if (sends && receives) return 'both';
  return sends ? 'sending' : 'receiving';
}

const sideOf = (protocol: AppUpdateView['writes'][number]['protocol']) =>
  protocol === 'smtp' ? ('sending' as const) : ('receiving' as const);

/** The files and the parts of them, for the person who helps. */
export const placesOf = (t: TFunction, { writes }: AppUpdateView): string =>
  writes
    .map(({ protocol, place, part }) => {
      const named = 'line' in part ? t('appUpdate.line', { number: part.line }) : part.entry;
      return t('appUpdate.place', { side: t(`lamp.${sideOf(protocol)}`), place, part: named });
    })
    .join(' · ');

/** What becomes of the old password: a sentence for each kind of store that is written. */
export const copyWords = (t: TFunction, { writes }: AppUpdateView): string[] => [
  ...new Set(
    writes.map(({ part, backup }) => {
      if (backup) return t('appUpdate.copy');
      const isText = 'line' in part;
      return t(isText ? 'appUpdate.noCopyOfText' : 'appUpdate.noCopyOfEntry');
    }),
  ),
];

/** What is left to the person, with the reason, one sentence for each side. */
export const leftWords = (t: TFunction, { left }: AppUpdateView): string[] =>
  left.map(({ protocol, why }) =>
    t('appUpdate.left', { side: t(`lamp.${sideOf(protocol)}`), why: t(`apps.why.${why}`) }),
  );

/** Why it stands where it stands; empty where nothing is to be said. */
export function whyWords(t: TFunction, { stage, why }: AppUpdateView): string {
  if (why === null) return stage === 'undone' ? t('appUpdate.why.asked') : '';
  return why === 'refused' ? t('appUpdate.why.refused') : t(`apps.why.${why}`);
}
