import { useTranslation } from 'react-i18next';
import type { VersionId } from '../../../shared/ids.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Choice, Tick } from '../../components/choice.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { GeneratedBox } from './generated-box.tsx';
import { KeptBox } from './kept-box.tsx';
import { OwnBox } from './own-box.tsx';
import type { PartProps } from './part.ts';
import { RulesCard } from './rules-card.tsx';
import { isConcerned } from './steps.ts';
import { type How, useChoosing } from './use-choosing.ts';
import { useLeave } from './use-leave.ts';
import './change.css';

/** Step 2: a generated password, or one typed twice. Nothing has been changed yet, and the page says so. */
export function PasswordPart({
  view,
  above,
  helpdesk,
  putBack,
}: PartProps & { helpdesk: boolean; putBack: VersionId | null }) {
  const { t } = useTranslation();
  const choosing = useChoosing(view, helpdesk, putBack);
  const count = view.clients.filter(isConcerned).length;
  return (
    <Page
      screen={`password ${view.id}`}
      title={t(choosing.how === 'kept' ? 'choose.titleKept' : 'choose.title')}
      lead={t(helpdesk ? 'choose.leadHelpdesk' : 'choose.lead')}
      above={above}
    >
      <div className="columns">
        <Card>
          <div className="stack">
            <Which choosing={choosing} view={view} helpdesk={helpdesk} putBack={putBack} />
            <Options view={view} choosing={choosing} helpdesk={helpdesk} />
          </div>
        </Card>
        <div className="stack">
          <RulesCard rules={view.rules} checks={choosing.checks} empty={choosing.empty} strict={choosing.tried} />
          {count > 0 ? (
            <Card title={t('choose.devicesTitle', { count })}>
              <p className="muted">{t('choose.devicesText')}</p>
            </Card>
          ) : null}
        </div>
      </div>
      {choosing.refused ? (
        <div className="section">
          <FailureNotice failure={choosing.refused} urgent />
        </div>
      ) : null}
      <PasswordFoot view={view} choosing={choosing} />
    </Page>
  );
}

type Choosing = ReturnType<typeof useChoosing>;

interface WhichProps extends Pick<PartProps, 'view'> {
  choosing: Choosing;
  helpdesk: boolean;
  putBack: VersionId | null;
}

function Which({ choosing, view, helpdesk, putBack }: WhichProps) {
  const { t } = useTranslation();
  const { how, setHow, kept, generated, own, repeat, setRepeat, tried } = choosing;
  return (
    <>
      <Choice<How>
        label={t(putBack === null ? 'choose.how' : 'choose.which')}
        value={how}
        onChange={setHow}
        options={[
          ...(putBack === null ? [] : [{ value: 'kept' as const, name: t('choose.kept') }]),
          { value: 'generated', name: t('choose.generated') },
          { value: 'own', name: t('choose.own') },
        ]}
      />
      {how === 'kept' ? <KeptBox held={kept} helpdesk={helpdesk} /> : null}
      {how === 'generated' ? <GeneratedBox generated={generated} helpdesk={helpdesk} /> : null}
      {how === 'own' ? (
        <OwnBox own={own} repeat={repeat} onRepeat={setRepeat} address={view.address} tried={tried} />
      ) : null}
    </>
  );
}

function Options({ view, choosing, helpdesk }: Pick<PartProps, 'view'> & { choosing: Choosing; helpdesk: boolean }) {
  const { t } = useTranslation();
  if (!view.endsSessions && !helpdesk) return null;
  return (
    <div className="stack-small divided">
      {view.endsSessions ? (
        <Tick
          label={t('choose.endSessions')}
          help={t('choose.endSessionsHelp')}
          checked={choosing.endSessions}
          onChange={choosing.setEndSessions}
        />
      ) : null}
      {helpdesk ? (
        <Tick
          label={t('helpdesk.written')}
          checked={choosing.written}
          onChange={choosing.setWritten}
          error={choosing.tried && !choosing.written ? t('helpdesk.writtenMissing') : null}
        />
      ) : null}
    </div>
  );
}

function PasswordFoot({ view, choosing }: Pick<PartProps, 'view'> & { choosing: Choosing }) {
  const { t } = useTranslation();
  const leave = useLeave(view);
  return (
    <div className="page-foot">
      <Button busy={leave.busy} onPress={() => void leave.leave()}>
        {t('choose.leave')}
      </Button>
      <span className="muted">{t('choose.nothingYet')}</span>
      <span className="push">
        <Button look="primary" busy={choosing.busy} onPress={() => void choosing.goOn()}>
          {t(view.mode === 'by-hand' ? 'choose.nowByHand' : 'choose.now')}
        </Button>
      </span>
    </div>
  );
}
