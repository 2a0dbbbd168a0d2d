import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { EvidenceView } from '../../../shared/apps.ts';
import type { ClientView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { whenOf } from '../../texts/time.ts';

type Knock = NonNullable<EvidenceView['knocking']>;

export const namesOf = (clients: readonly ClientView[]): string => clients.map(({ client }) => client.name).join(', ');

interface Knockers {
  /** These were seen trying it; otherwise it may have been any one of them. */
  readonly sure: boolean;
  readonly clients: readonly ClientView[];
}

/** Who of the list knocks: those that the sign-in list has shown to do so, before all whom it might be. */
function knockersOf({ clients: ids }: Knock, all: readonly ClientView[]): Knockers {
  const possible = all.filter(({ client }) => ids.includes(client.id));
  const seen = possible.filter(
    ({ grade, shown }) =>
      grade === 'old-password' && [shown.receiving, shown.sending].some((one) => one?.as === 'tried-old'),
  );
  return seen.length > 0 ? { sure: true, clients: seen } : { sure: false, clients: possible };
}

/** Who still tries the old password, in one sentence. */
export function knockingWords(t: TFunction, knocking: Knock | null, all: readonly ClientView[]): string {
  if (!knocking) return '';
  const { sure, clients } = knockersOf(knocking, all);
  const [first, second] = clients;
  if (!first) return t('knocking.unknown');
  if (!second) return t(sure ? 'knocking.one' : 'knocking.perhaps', { name: first.client.name });
  return t(sure ? 'knocking.these' : 'knocking.several', { names: namesOf(clients) });
}

/** What comes of it, as far as the provider tells. */
export function dangerWords(t: TFunction, triesLeft: number | null): string {
  if (triesLeft === null) return t('knocking.untold');
  return triesLeft > 0 ? t('knocking.left', { count: triesLeft }) : t('knocking.locked');
}

/** More buttons than that help nobody to find the one. */
const mostShown = 3;

interface KnockingProps {
  knocking: Knock;
  clients: readonly ClientView[];
  /** For those for whom there is something to be shown. */
  mayShow: (view: ClientView) => boolean;
  onShow: (view: ClientView) => void;
}

/** Somebody still tries the old password, which may lock the mailbox for everybody. */
export function Knocking({ knocking, clients, mayShow, onShow }: KnockingProps) {
  const { t } = useTranslation();
  const { lastAt, tries, triesLeft } = knocking;
  const knockers = knockersOf(knocking, clients).clients;
  const guided = knockers.filter(mayShow);
  const shown = guided.length > mostShown ? [] : guided;
  return (
    <Notice
      tone="warn"
      title={`${knockingWords(t, knocking, clients)} ${dangerWords(t, triesLeft)}`}
      acts={
        shown.length === 0
          ? null
          : shown.map((one) => (
              <ShowButton
                key={one.client.id}
                name={one.client.name}
                alone={shown.length === 1}
                onPress={() => onShow(one)}
              />
            ))
      }
    >
      <p>{t('knocking.tries', { count: tries, when: whenOf(t, lastAt) })}</p>
      {knockers.length === 0 ? null : <p>{t('knocking.do')}</p>}
    </Notice>
  );
}

/** Named in words where there are several. */
function ShowButton({ name, alone, onPress }: { name: string; alone: boolean; onPress: () => void }) {
  const { t } = useTranslation();
  const whole = t('round.howFor', { name });
  return (
    <Button size="small" aria-label={whole} onPress={onPress}>
      {alone ? t('round.how') : whole}
    </Button>
  );
}
