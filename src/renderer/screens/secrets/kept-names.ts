import type { TFunction } from 'i18next';

/** A row of kept passwords as it is written: what it is, and since when. */
export interface KeptWords {
  readonly label: string;
  readonly about: string;
}

/**
 * What each row's buttons are called for those who hear them. Where several rows have one label (two previous passwords),
 * that would be the same name for different passwords: they are told apart by number and time.
 */
export function keptNames(t: TFunction, rows: readonly KeptWords[]): readonly string[] {
  return rows.map((row, index) => {
    const same = rows.filter(({ label }) => label === row.label);
    if (same.length === 1) return row.label;
    const number = rows.slice(0, index + 1).filter(({ label }) => label === row.label).length;
    const name = t('mailbox.keptOneOf', { label: row.label, number, all: same.length });
    return row.about === '' ? name : `${name}, ${row.about}`;
  });
}
