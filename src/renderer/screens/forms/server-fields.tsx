import { useTranslation } from 'react-i18next';
import type { Security } from '../../../shared/model.ts';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { hostNote, portNote } from './faults.ts';
import type { Faults } from './form-faults.ts';
import {
  type ReceivingUse,
  type SendingUse,
  type ServersText,
  type ServerText,
  withSecurity,
  withUse,
} from './servers.ts';
import './forms.css';

interface ServerFieldsProps {
  servers: ServersText;
  onChange: (servers: ServersText) => void;
  faults: Faults;
}

/** Receiving and sending: short, by hand, with the usual ports filled in. */
export function ServerFields({ servers, onChange, faults }: ServerFieldsProps) {
  const { t } = useTranslation();
  const { receivingUse, sendingUse } = servers;
  return (
    <div className="stack servers">
      <fieldset className="server-group" aria-label={t('mailboxForm.receiving')}>
        <Choice<ReceivingUse>
          label={t('mailboxForm.receiving')}
          value={receivingUse}
          onChange={(use) => onChange(withUse(servers, use))}
          options={[
            { value: 'imap', name: t('mailboxForm.imap'), about: t('mailboxForm.imapHelp') },
            { value: 'pop3', name: t('mailboxForm.pop3'), about: t('mailboxForm.pop3Help') },
            { value: 'none', name: t('mailboxForm.receivingNone') },
          ]}
        />
        {receivingUse === 'none' ? null : (
          <OneServer
            protocol={receivingUse}
            prefix="receiving"
            server={servers.receiving}
            onChange={(receiving) => onChange({ ...servers, receiving })}
            faults={faults}
          />
        )}
      </fieldset>
      <fieldset className="server-group" aria-label={t('mailboxForm.sending')}>
        <Choice<SendingUse>
          label={t('mailboxForm.sending')}
          value={sendingUse}
          onChange={(use) => onChange({ ...servers, sendingUse: use })}
          error={faults['sending']}
          options={[
            { value: 'smtp', name: t('mailboxForm.smtp') },
            { value: 'none', name: t('mailboxForm.sendingNone') },
          ]}
        />
        {sendingUse === 'none' ? null : (
          <OneServer
            protocol="smtp"
            prefix="sending"
            server={servers.sending}
            onChange={(sending) => onChange({ ...servers, sending })}
            faults={faults}
          />
        )}
      </fieldset>
    </div>
  );
}

interface OneServerProps {
  protocol: 'imap' | 'pop3' | 'smtp';
  prefix: 'receiving' | 'sending';
  server: ServerText;
  onChange: (server: ServerText) => void;
  faults: Faults;
}

function OneServer({ protocol, prefix, server, onChange, faults }: OneServerProps) {
  const { t } = useTranslation();
  const set = (part: Partial<ServerText>) => onChange({ ...server, ...part });
  const portFault = faults[`${prefix}.port`];
  const summary = t('mailboxForm.portSummary', { port: server.port, security: t(`mailboxForm.${server.security}`) });
  return (
    <>
      <Field
        label={t('mailboxForm.host')}
        value={server.host}
        onChange={(host) => set({ host })}
        help={hostNote(t, server.host) ?? t('mailboxForm.hostHelp')}
        error={faults[`${prefix}.host`]}
      />
      <Folded title={t('mailboxForm.portTitle')} summary={summary} open={portFault !== undefined}>
        <div className="port-line">
          <Field
            label={t('mailboxForm.port')}
            value={server.port}
            onChange={(port) => set({ port })}
            help={portNote(t, server.port) ?? t(`mailboxForm.portHelp.${protocol}`)}
            error={portFault}
            inputMode="numeric"
          />
          <Choice<Security>
            label={t('mailboxForm.security')}
            value={server.security}
            onChange={(security) => onChange(withSecurity(server, protocol, security))}
            options={[
              { value: 'tls', name: t('mailboxForm.tls') },
              { value: 'starttls', name: t('mailboxForm.starttls') },
            ]}
          />
        </div>
      </Folded>
    </>
  );
}
