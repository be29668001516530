import { RefObject, useState } from 'react';
import type { Services } from '@ripplehq/backstage-plugin-changes-common';
import { parseEntityRef } from '@backstage/catalog-model';
import useDebounce from 'react-use/esm/useDebounce';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { FilterMenu, SearchField, Switch, entityName } from '../kit';
import { ExplorerFilters, FACETS, Facet } from './explorerFilters';

const SEARCH_DELAY_MS = 250;

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
  groups: { fontWeight: 400, color: 'var(--tx2)' },
  order: {
    marginLeft: 'auto',
    color: 'var(--tx2)',
    whiteSpace: 'nowrap',
    '@media (max-width: 1250px)': { display: 'none' },
  },
});

/** Search, "my services" and a menu for each facet that has something to choose from. */
export function FilterRow(props: {
  filters: ExplorerFilters;
  facets: Services['facets'] | undefined;
  ownRefs: string[];
  searchRef: RefObject<HTMLInputElement>;
  onChange: (change: Partial<ExplorerFilters>) => void;
}) {
  const { filters, facets, ownRefs, searchRef, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const groups = ownRefs
    .filter(ref => parseEntityRef(ref).kind.toLocaleLowerCase() === 'group')
    .map(entityName);
  return (
    <div className={classes.row} role="search">
      <DelayedSearch
        key={filters.q}
        text={filters.q}
        inputRef={searchRef}
        onSearch={q => onChange({ q })}
      />
      <Switch checked={filters.mine} onChange={mine => onChange({ mine })}>
        {t('explorer.mine')}
        {groups.length > 0 && (
          <span className={classes.groups}>
            {groups.slice(0, 2).join(', ')}
          </span>
        )}
      </Switch>
      {FACETS.filter(facet => facet !== 'owner' || !filters.mine).map(facet => {
        const values = valuesOf(facet, facets, filters);
        return values.length === 0 ? null : (
          <FilterMenu
            key={facet}
            name={t(`explorer.${facet}`)}
            options={values.map(value => ({
              value,
              text: isRef(facet) ? entityName(value) : value,
            }))}
            chosen={filters[facet]}
            onChange={chosen => onChange({ [facet]: chosen })}
          />
        );
      })}
      <span className={classes.order}>{t('explorer.order')}</span>
    </div>
  );
}

/** Asks only when the typing pauses. */
function DelayedSearch(props: {
  text: string;
  inputRef: RefObject<HTMLInputElement>;
  onSearch: (text: string) => void;
}) {
  const { t } = useTranslationRef(changesTranslationRef);
  const [text, setText] = useState(props.text);
  useDebounce(
    () => {
      if (text !== props.text) props.onSearch(text);
    },
    SEARCH_DELAY_MS,
    [text],
  );
  return (
    <SearchField
      ref={props.inputRef}
      label={t('explorer.search')}
      value={text}
      onChange={setText}
      shortcut="/"
    />
  );
}

function isRef(facet: Facet): boolean {
  return facet === 'owner' || facet === 'system';
}

// A filter must not take away its own choices.
function valuesOf(
  facet: Facet,
  facets: Services['facets'] | undefined,
  filters: ExplorerFilters,
): string[] {
  const known = facets?.[`${facet}s`] ?? [];
  return [...new Set([...known, ...filters[facet]])].sort((a, b) =>
    a.localeCompare(b),
  );
}
