import { useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Choice, type Option } from '../../components/choice.tsx';

/** As many as can be looked through without help. */
const manyWays = 8;

interface OtherWaysProps {
  options: readonly Option<string>[];
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
}

/** The providers beyond the likely ones. They are many, so they can be found by name; the chosen one always stays. */
export function OtherWays({ options, value, ...shared }: OtherWaysProps) {
  const { t } = useTranslation();
  const [sought, setSought] = useState('');
  const found = options.filter((option) => isSought(option, sought));
  const shown = options.filter((option) => option.value === value || found.includes(option));
  return (
    <div className="stack">
      {options.length > manyWays ? (
        // Enter would send the whole form
        <SearchField className="field" value={sought} onChange={setSought} onSubmit={() => undefined}>
          <Label className="field-label">{t('found.seek')}</Label>
          <Input className="field-input" autoComplete="off" spellCheck="false" />
        </SearchField>
      ) : null}
      <p className={found.length === 0 ? 'muted' : 'hidden'} role="status">
        {sought.trim() === '' ? '' : t('found.sought', { count: found.length })}
      </p>
      <Choice label={t('found.otherWays')} quietLabel options={shown} value={value} {...shared} />
    </div>
  );
}

/** By every word, anywhere in its name or in what is said of it. */
export function isSought({ name, about }: Pick<Option<string>, 'name' | 'about'>, sought: string): boolean {
  const text = `${name} ${about ?? ''}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
