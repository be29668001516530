import { useId, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { Icon } from './Icon';
import { Popup } from './Popup';
import { SearchField } from './SearchField';

const SEARCH_MIN_OPTIONS = 9;

const useStyles = makeStyles({
  button: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    maxWidth: 260,
    border: '1px solid var(--ctl)',
    borderRadius: 4,
    padding: '5px 9px',
    background: 'var(--paper)',
    color: 'var(--tx)',
    font: 'inherit',
    fontSize: 12.5,
    lineHeight: 1.3,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:hover': { background: 'var(--inset)' },
  },
  set: { borderColor: 'var(--selln)', background: 'var(--sel)' },
  name: { color: 'var(--tx2)' },
  value: { overflow: 'hidden', textOverflow: 'ellipsis' },
  menu: { minWidth: 220, maxWidth: 360, padding: '8px 0' },
  head: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    padding: '0 12px 8px',
  },
  list: { maxHeight: 300, overflow: 'auto' },
  option: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    padding: '5px 12px',
    fontSize: 12.5,
    cursor: 'pointer',
    '&:hover': { background: 'var(--inset)' },
    '& input': { accentColor: 'var(--pri)', margin: 0 },
  },
  foot: { padding: '8px 12px 0' },
  empty: { padding: '5px 12px', color: 'var(--tx2)' },
});

export interface FilterOption<T extends string> {
  value: T;
  text: string;
}

/** Any number of values of one facet; none chosen means all. */
export function FilterMenu<T extends string>(props: {
  name: string;
  options: FilterOption<T>[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}) {
  const { name, options, chosen, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [search, setSearch] = useState('');
  const menuId = useId();
  const needle = search.trim().toLocaleLowerCase();
  const matching = options.filter(option =>
    option.text.toLocaleLowerCase().includes(needle),
  );

  return (
    <>
      <button
        type="button"
        className={
          chosen.length > 0
            ? `${classes.button} ${classes.set}`
            : classes.button
        }
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        aria-controls={anchor ? menuId : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <span className={classes.name}>{name}</span>
        <span className={classes.value}>
          {summary(options, chosen, {
            all: t('filter.all'),
            several: t('filter.several', {
              number: String(chosen.length),
              total: String(options.length),
            }),
          })}
        </span>
        <Icon name="expand" size={12} />
      </button>
      <Popup anchor={anchor} onClose={() => setAnchor(undefined)}>
        <div
          id={menuId}
          className={classes.menu}
          role="dialog"
          aria-label={name}
        >
          {options.length >= SEARCH_MIN_OPTIONS && (
            <div className={classes.head}>
              <SearchField
                label={t('filter.search', { name })}
                value={search}
                onChange={setSearch}
              />
            </div>
          )}
          <div className={classes.list}>
            {matching.length === 0 && (
              <div className={classes.empty}>{t('filter.noMatch')}</div>
            )}
            {matching.map(option => (
              <label key={option.value} className={classes.option}>
                <input
                  type="checkbox"
                  checked={chosen.includes(option.value)}
                  onChange={event =>
                    onChange(
                      event.target.checked
                        ? [...chosen, option.value]
                        : chosen.filter(value => value !== option.value),
                    )
                  }
                />
                {option.text}
              </label>
            ))}
          </div>
          {chosen.length > 0 && (
            <div className={classes.foot}>
              <Button size="small" onClick={() => onChange([])}>
                {t('action.clear')}
              </Button>
            </div>
          )}
        </div>
      </Popup>
    </>
  );
}

function summary<T extends string>(
  options: FilterOption<T>[],
  chosen: readonly T[],
  words: { all: string; several: string },
): string {
  if (chosen.length === 0) return words.all;
  if (chosen.length > 1) return words.several;
  return options.find(o => o.value === chosen[0])?.text ?? chosen[0];
}
