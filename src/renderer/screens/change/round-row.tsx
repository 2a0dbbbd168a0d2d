import { useTranslation } from 'react-i18next';
import type { Grade } from '../../../shared/findings.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Lamps } from '../../components/lamp.tsx';
import { Tile } from '../../components/tile.tsx';
import { useAct } from '../../store/act.ts';
import { deviceState, gradeSentence } from '../../texts/finding.ts';
import { useKindIcon } from '../devices/kinds.ts';
import { Trouble } from '../devices/trouble.tsx';
import { Guide } from './guide.tsx';
import { isToDo } from './steps.ts';
import '../devices/device.css';

export const gradeTones: Record<Grade, Tone> = {
  'device-seen': 'ok',
  stored: 'ok',
  'settings-proved': 'info',
  told: 'neutral',
  'old-password': 'bad',
  waiting: 'warn',
  'left-alone': 'neutral',
  'cannot-check': 'neutral',
  gone: 'neutral',
};

interface RoundRowProps {
  rotation: RotationView;
  view: ClientView;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** One device of the round: why we believe what we believe, its lamps, and what can be done. */
export function RoundRow({ rotation, view, open, onOpen }: RoundRowProps) {
  const { t } = useTranslation();
  const icon = useKindIcon(view.client.kind);
  const { name } = view.client;
  const guided = isToDo(view) || view.grade === 'cannot-check';
  return (
    <li className={`device ${open && guided ? 'device-now' : ''}`}>
      <Tile icon={icon} />
      <div>
        <p className="round-name">
          <span className="device-name">{name}</span>
          <Badge tone={gradeTones[view.grade]}>{t(`grade.${view.grade}.short`)}</Badge>
        </p>
        <p className="device-about">{gradeSentence(t, view)}</p>
      </div>
      <div className="device-side">
        <Lamps receiving={view.receiving} sending={view.sending} />
      </div>
      <div className="device-more">
        {deviceState(view) === 'failed' ? <Trouble view={view} /> : null}
        {open && guided ? <Guide rotation={rotation} view={view} /> : null}
        <RowActs rotation={rotation} view={view} guided={guided} open={open} onOpen={onOpen} />
      </div>
    </li>
  );
}

function RowActs({ rotation, view, guided, open, onOpen }: RoundRowProps & { guided: boolean }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const { id, name } = view.client;
  const mark = (as: 'told' | 'gone' | 'waiting') =>
    void run('rotations.markClient', { rotation: rotation.id, client: id, mark: as });
  const marked = view.grade === 'told' || view.grade === 'gone';
  const checkable = view.client.signIn.how === 'mailbox-password' && view.grade !== 'gone';
  if (view.grade === 'left-alone') return null;
  return (
    <div className="held-acts">
      {guided ? (
        <>
          <Button
            size="small"
            look={open ? 'plain' : 'primary'}
            aria-expanded={open}
            aria-label={t(open ? 'round.hideHow' : 'round.howFor', { name })}
            onPress={() => onOpen(!open)}
          >
            {t(open ? 'round.hideHow' : 'round.how')}
          </Button>
          <Button
            size="small"
            look={open ? 'primary' : 'plain'}
            isDisabled={busy}
            aria-label={t('round.enteredFor', { name })}
            onPress={() => mark('told')}
          >
            {t('round.entered')}
          </Button>
        </>
      ) : null}
      {checkable ? (
        <Button
          size="small"
          look="quiet"
          isDisabled={busy}
          aria-label={t('round.checkAgainFor', { name })}
          onPress={() => void run('rotations.checkClient', { rotation: rotation.id, client: id })}
        >
          {t('round.checkAgain')}
        </Button>
      ) : null}
      {guided ? (
        <Button
          size="small"
          look="quiet"
          isDisabled={busy}
          aria-label={t('round.goneFor', { name })}
          onPress={() => mark('gone')}
        >
          {t('round.gone')}
        </Button>
      ) : null}
      {marked ? (
        <Button
          size="small"
          look="quiet"
          isDisabled={busy}
          aria-label={t('round.undoFor', { name })}
          onPress={() => mark('waiting')}
        >
          {t('round.undo')}
        </Button>
      ) : null}
    </div>
  );
}
