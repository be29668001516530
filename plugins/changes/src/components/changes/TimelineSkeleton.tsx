import type { Entity } from '@backstage/catalog-model';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Loading, Panel, Skeleton, entityName } from '../kit';

const UPSTREAM_RELATIONS = ['dependsOn', 'consumesApi'];
const NAMES_MAX = 6;

const useStyles = makeStyles({
  panels: { display: 'grid', gap: 12 },
  causes: { padding: 16, display: 'grid', gap: 14, minHeight: 168 },
  overview: { height: 79, borderBottom: '1px solid var(--line)' },
  row: {
    display: 'grid',
    gridTemplateColumns: '262px 1fr',
    alignItems: 'center',
    minHeight: 46,
    borderTop: '1px solid var(--line)',
    '& b': { padding: '0 12px' },
  },
});

/** While the timeline is loaded: the lanes' names, which the catalog knows already, and room for what comes. */
export function TimelineSkeleton(props: { entity: Entity }) {
  const { entity } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const name = entity.metadata.title ?? entity.metadata.name;
  const upstream = (entity.relations ?? [])
    .filter(relation => UPSTREAM_RELATIONS.includes(relation.type))
    .map(relation => entityName(relation.targetRef));
  return (
    <Loading what={t('changesTab.timelineOf', { name })}>
      <div className={classes.panels}>
        <Panel label={t('changesTab.causes.label')}>
          <div className={classes.causes}>
            <Skeleton width="38%" height={15} />
            <Skeleton width="72%" />
            <Skeleton width="64%" />
            <Skeleton width="52%" />
          </div>
        </Panel>
        <Panel title={t('timeline.title')}>
          <div className={classes.overview} />
          {[name, ...upstream.slice(0, NAMES_MAX)].map((lane, index) => (
            <div key={`${lane}-${index}`} className={classes.row}>
              <b>{lane}</b>
              <Skeleton width={`${30 + ((index * 17) % 40)}%`} height={12} />
            </div>
          ))}
        </Panel>
      </div>
    </Loading>
  );
}
