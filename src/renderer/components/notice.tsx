import { ChevronRight, CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../shared/failures.ts';
import './notice.css';

type NoticeTone = 'bad' | 'warn' | 'info' | 'ok';
const icons: Record<NoticeTone, LucideIcon> = { bad: CircleAlert, warn: TriangleAlert, info: Info, ok: CircleCheck };

interface NoticeProps {
  tone: NoticeTone;
  title: string;
  children?: ReactNode;
  acts?: ReactNode;
  /** Said at once by screen readers: for what has just gone wrong, not for what stands there from the start. */
  urgent?: boolean;
}

/** What happened in one line, what to do in another, and the buttons for it. */
export function Notice({ tone, title, children, acts, urgent = false }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice-${tone}`} {...(urgent ? { role: 'alert' } : {})}>
      <Icon size={20} aria-hidden />
      <div className="notice-words">
        <p className="notice-what">{title}</p>
        {children}
        {acts ? <div className="notice-acts">{acts}</div> : null}
      </div>
    </div>
  );
}

/** The folded line for the person who helps: host, port, stage, the server's own words. */
export function Technical({ text }: { text: string }) {
  const { t } = useTranslation();
  if (text === '') return null;
  return (
    <Disclosure className="technical">
      <AriaButton slot="trigger" className="technical-button">
        <ChevronRight size={16} aria-hidden />
        {t('notice.technical')}
      </AriaButton>
      <DisclosurePanel className="technical-panel">
        <p className="muted">{t('notice.technicalHelp')}</p>
        <p className="mono technical-line">{text}</p>
      </DisclosurePanel>
    </Disclosure>
  );
}

interface FailureNoticeProps {
  failure: Failure;
  tone?: NoticeTone;
  acts?: ReactNode;
  urgent?: boolean;
}

/** A failure in plain words, from the catalogue by its code. */
export function FailureNotice({ failure, tone = 'bad', acts, urgent }: FailureNoticeProps) {
  const { t } = useTranslation();
  return (
    <Notice tone={tone} title={t(`failure.${failure.code}.what`)} acts={acts} {...(urgent ? { urgent } : {})}>
      <p>{t(`failure.${failure.code}.do`)}</p>
      <Technical text={failure.technical} />
    </Notice>
  );
}
