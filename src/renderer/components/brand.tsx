import { useTranslation } from 'react-i18next';

/** The mark (a key that makes its round) and the name. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <div className="brand">
      <BrandMark />
      <span>{t('app.name')}</span>
    </div>
  );
}

/** The mark by itself. */
export function BrandMark({ large = false }: { large?: boolean }) {
  return (
    <svg className={large ? 'brand-mark brand-mark-large' : 'brand-mark'} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#0b6b62" />
      <g fill="none" stroke="#fff" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M23.6 11.4a9 9 0 1 0 1.3 5.6" />
        <path d="M24.6 6.8v5h-5" />
        <circle cx="13.2" cy="16" r="2.6" />
        <path d="M15.8 16h5.4v2.6" />
      </g>
    </svg>
  );
}
