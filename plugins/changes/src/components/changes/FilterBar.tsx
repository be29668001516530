import { useEffect, useRef, useState, type RefObject } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isFiltered,
  NO_FILTERS,
  type EventFilters,
  type Facets,
  type ListFilter,
} from '../../model/filters';
import { DEGREE_MAX } from '../../model/urlState';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  FilterMenu,
  SearchField,
  Segments,
  sourceName,
  useKindName,
} from '../kit';

const SEARCH_DELAY_MS = 300;

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
});

const DEGREES = Array.from({ length: DEGREE_MAX + 1 }, (_, degree) => ({
  value: degree,
  text: String(degree),
}));

/** How far upstream is looked, and what is left out. */
export function FilterBar(props: {
  degree: number;
  filters: EventFilters;
  facets: Facets;
  searchRef: RefObject<HTMLInputElement>;
  onDegree: (degree: number) => void;
  onFilters: (filters: EventFilters) => void;
}) {
  const { degree, filters, facets, searchRef, onDegree, onFilters } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const kindName = useKindName();
  const [text, setText] = useDelayedText(filters.q, q =>
    onFilters({ ...filters, q }),
  );
  const menu = (
    name: Exclude<ListFilter, 'environment' | 'cluster'>,
    title: string,
    words: (value: string) => string,
  ) => (
    <FilterMenu
      name={title}
      options={facets[name].map(value => ({ value, text: words(value) }))}
      chosen={filters[name]}
      onChange={chosen => onFilters({ ...filters, [name]: chosen })}
    />
  );
  return (
    <div
      className={classes.root}
      role="search"
      aria-label={t('changesTab.filters')}
    >
      <Segments
        label={t('changesTab.hops')}
        labelPlace="inside"
        options={DEGREES}
        value={degree}
        onChange={onDegree}
      />
      {menu('type', t('changesTab.filter.type'), value =>
        t(`changesTab.type.${value as 'change' | 'alert' | 'health'}`),
      )}
      {menu('kind', t('changesTab.filter.kind'), kind =>
        kindName({ type: 'change', kind }),
      )}
      {menu('source', t('changesTab.filter.source'), sourceName)}
      <FilterMenu
        name={t('changesTab.filter.where')}
        options={[
          ...facets.environment.map(name => ({
            value: `environment:${name}`,
            text: name,
          })),
          ...facets.cluster.map(name => ({
            value: `cluster:${name}`,
            text: t('changesTab.cluster', { name }),
          })),
        ]}
        chosen={[
          ...filters.environment.map(name => `environment:${name}`),
          ...filters.cluster.map(name => `cluster:${name}`),
        ]}
        onChange={chosen =>
          onFilters({
            ...filters,
            environment: withPrefix(chosen, 'environment:'),
            cluster: withPrefix(chosen, 'cluster:'),
          })
        }
      />
      {menu('status', t('changesTab.filter.status'), status =>
        t(`outcome.${status as 'succeeded'}`),
      )}
      {menu('actor', t('changesTab.filter.who'), name => name)}
      <SearchField
        ref={searchRef}
        label={t('changesTab.search')}
        value={text}
        onChange={setText}
        shortcut="/"
      />
      {isFiltered(filters) && (
        <Button look="link" onClick={() => onFilters(NO_FILTERS)}>
          {t('changesTab.clearFilters')}
        </Button>
      )}
    </div>
  );
}

function withPrefix(values: string[], prefix: string): string[] {
  return values
    .filter(value => value.startsWith(prefix))
    .map(value => value.slice(prefix.length));
}

/** A text that is handed on once the typing pauses. */
function useDelayedText(
  value: string,
  onText: (text: string) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => latest.current(text), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return [text, setText];
}
