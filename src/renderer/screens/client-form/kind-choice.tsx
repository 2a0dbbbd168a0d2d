import { Search, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, Input, Label, RadioGroup, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ClientKindView } from '../../../shared/views.ts';
import { ChoiceCard } from '../../components/choice.tsx';
import { kindIcons } from '../../components/tile.tsx';
import { type KindGroup, kindGroups } from './kind-list.ts';
import './kind-choice.css';

interface KindChoiceProps {
  catalogue: readonly ClientKindView[];
  value: string | null;
  onChange: (kind: string) => void;
}

/** What kind of device it is: all of them at once, in groups, and fewer with every letter of the search. */
export function KindChoice({ catalogue, value, onChange }: KindChoiceProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const groups = kindGroups(t, catalogue, search);
  const found = groups.flatMap(({ options }) => options);
  // Enter takes the only one that is left, instead of sending the whole form.
  const take = () => {
    const [only, another] = found;
    if (only && !another) onChange(only.kind);
  };
  const said = found.length === 0 ? t('kindSearch.none') : t('kindSearch.found', { count: found.length });
  return (
    <RadioGroup className="choice" value={value} onChange={onChange}>
      <Label className="field-label">{t('clientForm.which')}</Label>
      <KindSearch value={search} onChange={setSearch} onTake={take} />
      <p role="status" className={found.length === 0 ? 'muted' : 'hidden'}>
        {search.trim() === '' ? '' : said}
      </p>
      <div className="kind-list">
        {groups.map((group) => (
          <KindGroupPart key={group.group} group={group} />
        ))}
      </div>
    </RadioGroup>
  );
}

interface KindSearchProps {
  value: string;
  onChange: (value: string) => void;
  onTake: () => void;
}

function KindSearch({ value, onChange, onTake }: KindSearchProps) {
  const { t } = useTranslation();
  return (
    <SearchField
      className="kind-search"
      aria-label={t('kindSearch.label')}
      value={value}
      onChange={onChange}
      onSubmit={onTake}
      maxLength={80}
      spellCheck="false"
      autoComplete="off"
    >
      <Search size={17} aria-hidden className="kind-search-icon" />
      <Input className="field-input" placeholder={t('kindSearch.label')} />
      {value === '' ? null : (
        <Button className="button button-icon button-quiet button-small" aria-label={t('kindSearch.clear')}>
          <X size={18} aria-hidden />
        </Button>
      )}
    </SearchField>
  );
}

function KindGroupPart({ group: { group, options } }: { group: KindGroup }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a second group of choices around the first
    <div role="group" aria-labelledby={id} className="kind-group">
      <h3 id={id} className="kind-group-name">
        {t(`clientGroup.${group}`)}
      </h3>
      <div className="choice-options">
        {options.map(({ kind, name, about, icon }) => (
          <ChoiceCard key={kind} option={{ value: kind, name, about: about || undefined, icon: kindIcons[icon] }} />
        ))}
      </div>
    </div>
  );
}
