import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Control } from '../Control';
import { demoTranslationRef } from '../translation';
import type { WorldState } from '../world';
import { SCENES_WITHIN, TOUR_SCENES } from './tourScenes';
import type { Tour } from './useTour';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 16px',
    padding: '7px 16px',
    borderBottom: '1px solid var(--demo-line)',
    background: 'var(--demo-strip)',
    '& h2, & p': { margin: 0 },
    '& h2': { fontSize: 14, fontWeight: 700, lineHeight: 1.3 },
  },
  // All texts lie on one another, so that the strip is as high for one scene as for the next.
  words: { display: 'grid', flex: '1 1 480px', minWidth: 0 },
  scene: {
    gridArea: '1 / 1',
    visibility: 'hidden',
    '&[data-current=true]': { visibility: 'visible' },
  },
  position: { fontWeight: 400, marginLeft: 8, fontSize: 12.5 },
  controls: {
    display: 'flex',
    alignItems: 'center',
    marginLeft: 'auto',
    gap: 6,
  },
  steps: {
    display: 'flex',
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '& button': {
      width: 24,
      height: 28,
      padding: 0,
      border: 0,
      background: 'none',
      cursor: 'pointer',
    },
    '& button::before': {
      content: '""',
      display: 'block',
      width: 10,
      height: 10,
      margin: 'auto',
      border: '2px solid var(--demo-edge)',
      borderRadius: '50%',
    },
    '& button[aria-current=step]::before': {
      borderColor: 'var(--demo-accent)',
      background: 'var(--demo-accent)',
    },
  },
  show: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    height: 28,
    minWidth: 84,
    padding: '0 12px',
    border: '1px solid var(--demo-accent)',
    borderRadius: 4,
    background: 'var(--demo-accent)',
    fontWeight: 700,
    '&&, &&:hover': {
      color: 'var(--demo-on-accent)',
      textDecoration: 'none',
    },
  },
  notYet: { minWidth: 84 },
});

/** The tour, scene by scene: under the banner, where it covers nothing. */
export function TourStrip(props: {
  id: string;
  tour: Tour;
  world: WorldState | undefined;
  onChange: (change: Partial<Tour>) => void;
}) {
  const { tour, world, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(demoTranslationRef);
  const { scene } = tour;
  const pathOf = (wanted: string) =>
    world?.scenes.find(({ id }) => id === wanted)?.path;
  const { id: current } = TOUR_SCENES[scene];
  const links =
    current === 'cluster' || current === 'health'
      ? SCENES_WITHIN[current].map(({ id, label }) => ({
          id,
          label: t(label),
          path: pathOf(id),
        }))
      : [{ id: current, label: t('tour.show'), path: pathOf(current) }];
  const known = links.filter(({ path }) => path);
  const total = String(TOUR_SCENES.length);
  return (
    <section
      id={props.id}
      className={classes.root}
      aria-label={t('tour.region')}
    >
      <div className={classes.words} aria-live="polite">
        {TOUR_SCENES.map(({ id, words }, index) => (
          <div
            key={id}
            className={classes.scene}
            data-current={index === scene}
            aria-hidden={index !== scene}
          >
            <h2>
              {t(`tour.${words}.title`)}
              <span className={classes.position}>
                {t('tour.position', { position: String(index + 1), total })}
              </span>
            </h2>
            {tour.expanded && <p>{t(`tour.${words}.text`)}</p>}
          </div>
        ))}
      </div>
      <div className={classes.controls}>
        <ol className={classes.steps}>
          {TOUR_SCENES.map(({ id, words }, index) => {
            const name = t('tour.scene', {
              position: String(index + 1),
              title: t(`tour.${words}.title`),
            });
            return (
              <li key={id}>
                <button
                  type="button"
                  aria-label={name}
                  title={name}
                  aria-current={index === scene ? 'step' : undefined}
                  onClick={() => onChange({ scene: index })}
                />
              </li>
            );
          })}
        </ol>
        <Control
          label={t('tour.previous')}
          disabled={scene === 0}
          onClick={() => onChange({ scene: scene - 1 })}
        >
          ‹
        </Control>
        {known.map(({ id, label, path }) => (
          <Link key={id} className={classes.show} to={path!}>
            {label}
          </Link>
        ))}
        {known.length === 0 && (
          <Control
            className={classes.notYet}
            hint={t('tour.notYetHint')}
            disabled
            onClick={() => {}}
          >
            {t('tour.notYet')}
          </Control>
        )}
        <Control
          label={t('tour.next')}
          disabled={scene === TOUR_SCENES.length - 1}
          onClick={() => onChange({ scene: scene + 1 })}
        >
          ›
        </Control>
        <Control onClick={() => onChange({ expanded: !tour.expanded })}>
          {tour.expanded ? t('tour.collapse') : t('tour.expand')}
        </Control>
        <Control
          label={t('tour.close')}
          hint={t('tour.close')}
          onClick={() => onChange({ open: false })}
        >
          ×
        </Control>
      </div>
    </section>
  );
}
