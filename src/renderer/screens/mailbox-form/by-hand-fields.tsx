import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuideView } from '../../../shared/guide.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import { ask } from '../../api.ts';
import { Choice, type Option } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { lookUp } from '../../texts/i18n.ts';
import type { Faults } from '../forms/form-faults.ts';

interface ByHandFieldsProps {
  address: string;
  kind: MailboxDraft['kind'];
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
  faults: Faults;
}

/** Where a person changes the password: what kind of page it is, and its address. */
export function ByHandFields({ address, kind, values, onChange, faults }: ByHandFieldsProps) {
  const { t } = useTranslation();
  const { guides, likely } = useGuides(address);
  const chosen = values['guide'] || (kind === 'administered' ? 'administrator' : likely);
  const page = values['page'] ?? '';
  const suggested = suggestedPage(guides, chosen, values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another guide is likely, not when somebody types
  useEffect(() => {
    if (guides.length > 0 && suggested !== page) onChange({ ...values, page: suggested });
  }, [guides, chosen]);
  const choose = (id: string) => onChange({ ...values, guide: id, page: pageWith(guides, id, page) });
  // What is chosen or likely stands with the places, where it is seen.
  const first = guides.filter(({ id, group }) => id === likely || group === 'place' || group === 'administrator');
  const known = guides.filter((guide) => !first.includes(guide));
  return (
    <div className="stack">
      <Choice
        label={t('byHandForm.where')}
        options={first.toSorted((one, other) => Number(other.id === likely) - Number(one.id === likely)).map(optionOf)}
        value={chosen}
        onChange={choose}
        error={faults['settings.guide']}
      />
      {known.length > 0 ? (
        <Folded
          title={t('byHandForm.known')}
          summary={t('byHandForm.knownSummary', { count: known.length })}
          open={known.some(({ id }) => id === chosen)}
        >
          <Choice
            label={t('byHandForm.known')}
            quietLabel
            options={known.map(optionOf)}
            value={chosen}
            onChange={choose}
          />
        </Folded>
      ) : null}
      {chosen === 'administrator' ? null : (
        <Field
          label={t('provider.by-hand.page.label')}
          help={t('provider.by-hand.page.help')}
          value={page}
          onChange={(typed) => onChange({ ...values, page: typed })}
          error={faults['settings.page']}
          optional
        />
      )}
    </div>
  );
}

const optionOf = ({ id }: GuideView): Option<string> => ({
  value: id,
  name: lookUp(`provider.by-hand.guide.choice.${id}`, id),
  about: lookUp(`byHandGuide.${id}.about`, '') || undefined,
});

/** The page of the guide that was chosen. One that somebody typed stays; one that only came with another guide goes. */
export function pageWith(guides: readonly GuideView[], id: string, page: string): string {
  const own = guides.find((guide) => guide.id === id)?.page;
  if (own) return own;
  const foreign = guides.some((guide) => guide.page === page) || id === 'administrator';
  return foreign ? '' : page;
}

/**
 * The page where nobody has chosen a guide: that of the one which is likely. What was typed stays, and so does whatever
 * stands beside a choice.
 */
export function suggestedPage(
  guides: readonly GuideView[],
  likely: string | null,
  values: ByHandFieldsProps['values'],
): string {
  const page = values['page'] ?? '';
  const fromGuide = page === '' || guides.some((guide) => guide.page === page);
  return values['guide'] || !fromGuide ? page : pageWith(guides, likely ?? '', page);
}

/** All guides, and the one that the address alone speaks for. */
function useGuides(address: string): { guides: readonly GuideView[]; likely: string | null } {
  const [known, setKnown] = useState<{ guides: readonly GuideView[]; likely: string | null }>({
    guides: [],
    likely: null,
  });
  useEffect(() => {
    let current = true;
    void ask('guides.list', { address: address.trim() }).then((answer) => {
      if (current && answer.ok) setKnown(answer.value);
    });
    return () => {
      current = false;
    };
  }, [address]);
  return known;
}
